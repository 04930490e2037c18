using CsCheck;
using Engine.Enrichment;

namespace Engine.Tests.Enrichment;

public sealed class BoundedTableTests
{
    [Fact]
    public void What_is_used_outlives_what_is_not()
    {
        var table = new BoundedTable<int, string>(4);
        for (var key = 0; key < 4; key++)
            table.Set(key, "old");
        for (var key = 10; key < 200; key++)
        {
            Assert.True(table.TryGet(0, out _));
            table.Set(key, "new");
        }

        Assert.True(table.TryGet(0, out var value));
        Assert.Equal("old", value);
        Assert.False(table.TryGet(1, out _));
        Assert.Equal(4, table.Count);
        Assert.Equal(190, table.Forgotten);
    }

    [Fact]
    public void Is_a_dictionary_as_long_as_it_is_not_full() =>
        Gen.Select(Gen.Int[0, 30], Gen.Int[0, 2]).List[0, 200].Sample(operations =>
        {
            var table = new BoundedTable<int, int>(31);
            var model = new Dictionary<int, int>();
            for (var i = 0; i < operations.Count; i++)
            {
                var (key, operation) = operations[i];
                if (operation == 0)
                {
                    table.Set(key, i);
                    model[key] = i;
                }
                else if (operation == 1)
                {
                    table.Remove(key);
                    model.Remove(key);
                }

                Assert.Equal(model.TryGetValue(key, out var expected), table.TryGet(key, out var found));
                Assert.Equal(expected, found);
                Assert.Equal(model.Count, table.Count);
            }
        });

    [Fact]
    public void Never_holds_more_than_its_capacity_and_always_the_newest() =>
        Gen.Select(Gen.Int[1, 8], Gen.Int[0, 20].List[1, 100]).Sample((capacity, keys) =>
        {
            var table = new BoundedTable<int, int>(capacity);
            foreach (var key in keys)
            {
                table.Set(key, key);
                Assert.True(table.Count <= capacity);
                Assert.True(table.TryGet(key, out _));
            }
        });
}
