local read_retry_after = require("src.backend.answer").read_retry_after

-- Sun, 06 Nov 1994 08:49:37 GMT
local NOW = 784111777

describe("retry_after", function()
  describe("read_retry_after()", function()
    it("should read seconds", function()
      local cases = { { "0", 0 }, { "1", 1 }, { "120", 120 }, { " 7 ", 7 }, { "007", 7 }, { "86400", 86400 } }
      for _, case in ipairs(cases) do
        assert.equal(case[2], read_retry_after(case[1], NOW), case[1])
      end
      assert.is_true(read_retry_after(("9"):rep(400), NOW) > 3600)
      assert.is_true(read_retry_after(("9"):rep(30), NOW) > 3600)
    end)

    it("should read a date", function()
      local cases = {
        { "Sun, 06 Nov 1994 08:49:37 GMT", 0 },
        { "Sun, 06 Nov 1994 08:49:38 GMT", 1 },
        { "Sun, 06 Nov 1994 08:50:37 GMT", 60 },
        { "Sun, 06 Nov 1994 09:49:37 GMT", 3600 },
        { "Mon, 07 Nov 1994 08:49:37 GMT", 86400 },
        { "Sun, 06 Nov 1994 08:49:36 GMT", 0 },
        { "Thu, 01 Jan 1970 00:00:00 GMT", 0 },
      }
      for _, case in ipairs(cases) do
        assert.equal(case[2], read_retry_after(case[1], NOW), case[1])
      end
      assert.equal(0.5, read_retry_after("Sun, 06 Nov 1994 08:49:38 GMT", NOW + 0.5))
    end)

    it("should know the calendar", function()
      local cases = {
        { "Thu, 01 Jan 1970 00:00:01 GMT", 1 },
        { "Sun, 01 Mar 1970 00:00:00 GMT", 59 * 86400 },
        { "Thu, 31 Dec 1970 23:59:59 GMT", 365 * 86400 - 1 },
        { "Tue, 29 Feb 2000 00:00:00 GMT", 951782400 },
        { "Wed, 01 Mar 2000 00:00:00 GMT", 951868800 },
        { "Sat, 31 May 2025 12:00:00 GMT", 1748692800 },
        { "Thu, 29 Feb 2024 23:59:59 GMT", 1709251199 },
        { "Tue, 19 Jan 2038 03:14:08 GMT", 2147483648 },
        { "Mon, 01 Mar 2100 00:00:00 GMT", 4107542400 },
      }
      for _, case in ipairs(cases) do
        assert.equal(case[2], read_retry_after(case[1], 0), case[1])
      end
      local months = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" }
      local days = { 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334 }
      for i, month in ipairs(months) do
        assert.equal((365 + days[i]) * 86400, read_retry_after("Mon, 01 " .. month .. " 1971 00:00:00 GMT", 0), month)
      end
    end)

    it("should say nothing of what is neither", function()
      assert.is_nil(read_retry_after(nil, NOW))
      for _, header in ipairs({
        "", " ", "-1", "1.5", "+5", "1e3", "0x10", "soon", "5 seconds", "1,2", "Sun, 06 Nov 1994", "Sun, 06 Nov 1994 08:49:37", "Sun, 06 Nov 1994 08:49:37 CET",
        "Sun, 06 Xyz 1994 08:49:37 GMT", "Sun, 06 anF 1994 08:49:37 GMT", "1994-11-06T08:49:37Z", "\0", ("x"):rep(100000),
      }) do
        assert.is_nil(read_retry_after(header, NOW), header:sub(1, 50))
      end
    end)
  end)
end)
