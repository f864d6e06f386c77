local stand_ins = require("stand_ins")

describe("stand-ins", function()
  describe("hashes", function()
    local hashes = require("stand_ins.hashes")

    it("should agree with the examples of FIPS 180", function()
      local cases = {
        { "", "da39a3ee5e6b4b0d3255bfef95601890afd80709", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" },
        { "abc", "a9993e364706816aba3e25717850c26c9cd0d89d", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" },
        {
          "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
          "84983e441c3bd26ebaae4aa1f95129e5e54670f1",
          "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
        },
      }
      for _, case in ipairs(cases) do
        assert.equal(case[2], hashes.sha1(case[1], true))
        assert.equal(case[3], hashes.sha256(case[1], true))
        assert.equal(20, #hashes.sha1(case[1]))
        assert.equal(32, #hashes.sha256(case[1]))
      end
    end)

    it("should agree with Prosody's own", function()
      local real = stand_ins.real("util.hashes")
      if real == nil then
        pending("Prosody's own is not for this Lua")
        return
      end
      for length = 0, 130 do
        local text = string.rep("\0\255x", length):sub(1, length)
        assert.equal(real.sha1(text), hashes.sha1(text))
        assert.equal(real.sha256(text, true), hashes.sha256(text, true))
      end
    end)
  end)

  describe("struct", function()
    local struct = require("stand_ins.struct")

    it("should agree with Prosody's own", function()
      local text = "\1\0\0\0\0\2\255\255\255\255\255\0 and more"
      assert.same({ 2 ^ 40 + 2, 2 ^ 48 - 256, 13 }, { struct.unpack(">I6I6", text) })
      local real = stand_ins.real("util.struct")
      if real == nil then
        pending("Prosody's own is not for this Lua")
        return
      end
      for byte = 0, 255 do
        local text = string.rep(string.char(byte, 255 - byte, 17), 4)
        assert.same({ real.unpack(">I6I6", text) }, { struct.unpack(">I6I6", text) })
      end
    end)
  end)

  describe("encodings", function()
    local encodings = require("stand_ins.encodings")

    it("should agree with Prosody's own", function()
      local real = stand_ins.real("util.encodings")
      if real == nil then
        pending("Prosody's own is not for this Lua")
        return
      end
      for code = 0, 127 do
        for _, text in ipairs({ string.char(code), "a" .. string.char(code) .. "B" }) do
          for _, name in ipairs({ "nodeprep", "nameprep", "resourceprep" }) do
            assert.equal(real.stringprep[name](text), encodings.stringprep[name](text), name .. " of byte " .. code)
          end
        end
      end
      for _, length in ipairs({ 0, 1, 1023, 1024, 5000 }) do
        local text = string.rep("a", length)
        assert.equal(real.stringprep.nodeprep(text), encodings.stringprep.nodeprep(text), length)
        assert.equal(real.stringprep.nameprep(text), encodings.stringprep.nameprep(text), length)
      end
      local edges = { 0x00, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xed, 0xef, 0xf0, 0xf1, 0xf4, 0xf5, 0xff }
      for _, first in ipairs(edges) do
        for _, second in ipairs(edges) do
          for _, rest in ipairs({ "", "\128", "\191\128", "\128\128\128", "a" }) do
            local text = string.char(first, second) .. rest
            assert.equal(real.utf8.valid(text), encodings.utf8.valid(text), string.format("%q", text))
          end
        end
      end
    end)
  end)

  describe("net", function()
    local net = require("stand_ins.net")

    it("should agree with Prosody's own", function()
      local real = stand_ins.real("util.net")
      if real == nil then
        pending("Prosody's own is not for this Lua")
        return
      end
      local cases = {
        "127.0.0.1", "0.0.0.0", "255.255.255.255", "256.0.0.1", "1.2.3", "1.2.3.4.5", "01.2.3.4", "", "x", "1.2.3.4 ",
        "::", "::1", "1::", "fe80::1", "1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1::2::3", ":::", "12345::",
        "::ffff:0:0", "::ffff:127.0.0.1", "::127.0.0.256", "1.2.3.4::", "g::", "1:2:3:4:5:6:7::", "localhost",
      }
      for _, text in ipairs(cases) do
        assert.equal((real.pton(text)), (net.pton(text)), text)
      end
    end)
  end)
end)
