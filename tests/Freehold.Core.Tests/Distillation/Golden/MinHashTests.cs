using Freehold.Core.Distillation.Golden;
using FsCheck;
using FsCheck.Fluent;

namespace Freehold.Core.Tests.Distillation.Golden;

public class MinHashTests
{
    [Fact]
    public void Resemblance_is_jaccards_coefficient()
    {
        var sets = from a in Gen.Choose(0, 30).ListOf() from b in Gen.Choose(0, 30).ListOf() select (a: Sorted(a), b: Sorted(b));

        Prop.ForAll(sets.ToArbitrary(), pair =>
        {
            var expected = pair.a.Length + pair.b.Length == 0 ? 1 : pair.a.Intersect(pair.b).Count() / (double)pair.a.Union(pair.b).Count();
            return Math.Abs(MinHash.Resemblance(pair.a, pair.b) - expected) < 1e-12;
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData(0.3)]
    [InlineData(0.8)]
    public void Signatures_agree_as_often_as_the_sets_resemble_each_other(double resemblance)
    {
        var random = new Random(4);
        var agreement = 0.0;
        const int pairs = 400, together = 50;
        var (one, other) = (new ulong[MinHash.Length], new ulong[MinHash.Length]);
        for (var i = 0; i < pairs; i++)
        {
            var all = Enumerable.Range(0, together).Select(_ => (ulong)random.NextInt64()).ToArray();
            var shared = (int)(resemblance * together);
            var half = shared + ((together - shared) / 2);
            ulong[] a = [.. all[..half].Order()], b = [.. all[..shared].Concat(all[half..]).Order()];
            MinHash.Sign(a, one);
            MinHash.Sign(b, other);
            for (var k = 0; k < MinHash.Length; k++)
            {
                agreement += one[k] == other[k] ? 1.0 / (pairs * MinHash.Length) : 0;
            }
        }

        Assert.InRange(agreement, resemblance - 0.04, resemblance + 0.04);
    }

    [Theory]
    [InlineData("a", 1)]
    [InlineData("abcde", 1)]
    [InlineData("abcdef", 2)]
    [InlineData("aaaaaaaaaa", 1)]
    [InlineData("", 1)]
    public void A_text_has_a_shingle_for_each_run_of_characters_each_once(string text, int shingles) =>
        Assert.Equal(shingles, MinHash.Shingles(text).Length);

    [Fact]
    public void Of_long_texts_both_ends_are_looked_at()
    {
        var (begin, end) = (new string('b', MinHash.MaxChars), new string('e', MinHash.MaxChars));

        Assert.Equal(2, MinHash.Shingles(begin + end).Length);
    }

    [Fact]
    public void What_is_nearly_the_same_is_found_and_little_else()
    {
        var index = new NearIndex(0.8);
        foreach (var text in new[] { "where is the parcel that i ordered last week", "please cancel the order of my blue shoes",
            "where is the parcel that you sent" })
        {
            index.Add(MinHash.Shingles(text));
        }

        Assert.Equal([0], index.Find(MinHash.Shingles("where is the parcel that i ordered last week?!")));
        Assert.Equal([1], index.Find(MinHash.Shingles("please cancel the order of my blue shoe")));
        Assert.Empty(index.Find(MinHash.Shingles("what is the weather")));
        Assert.Empty(index.Find([]));
    }

    [Fact]
    public void Very_many_texts_alike_are_represented_by_a_few()
    {
        var index = new NearIndex(0.8);
        for (var i = 0; i < 2_000; i++)
        {
            index.Add(MinHash.Shingles("the same text over and over again"));
        }

        Assert.Equal(NearIndex.MaxPerBucket, index.Find(MinHash.Shingles("the same text over and over again")).Count);
    }

    private static ulong[] Sorted(IEnumerable<int> numbers) => [.. numbers.Distinct().Order().Select(number => (ulong)number)];
}
