local line = require("src.waiting_line")

describe("line", function()
  it("should give back in order, and count who waits", function()
    local waiting = line.new_line()
    assert.is_nil(line.dequeue(waiting))
    for i = 1, 3 do
      line.enqueue(waiting, "n" .. i)
    end
    assert.equal(3, line.length_of(waiting))
    assert.equal("n1", line.dequeue(waiting))
    line.enqueue(waiting, "n4")
    assert.equal("n2", line.dequeue(waiting))
    assert.equal("n3", line.dequeue(waiting))
    assert.equal("n4", line.dequeue(waiting))
    assert.is_nil(line.dequeue(waiting))
    assert.equal(0, line.length_of(waiting))
  end)

  it("should keep nothing of those who have had their turn", function()
    local waiting = line.new_line()
    for i = 1, 1000 do
      line.enqueue(waiting, i)
      line.dequeue(waiting)
    end
    assert.is_nil(next(waiting.items))
    assert.equal(1, waiting.first)
  end)
end)
