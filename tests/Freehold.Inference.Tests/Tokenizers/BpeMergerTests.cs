using Freehold.Inference.Tokenizers.Bpe;

namespace Freehold.Inference.Tests.Tokenizers;

public sealed class BpeMergerTests
{
    private const int Symbols = 6, Tokens = 60;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Short_and_long_words_merge_as_the_definition_says(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 60; round++)
        {
            var merges = RandomMerges(random);
            var merger = new BpeMerger(new MergeTable(merges));
            foreach (var length in (int[])[0, 1, 2, 7, BpeMerger.ScanSymbols - 1, BpeMerger.ScanSymbols, BpeMerger.ScanSymbols + 1, 300])
            {
                var word = Enumerable.Range(0, length).Select(_ => random.Next(Symbols)).ToArray();
                var expected = Define(word, merges);
                var count = merger.Run(word);
                Assert.Equal(expected, word.AsSpan(0, count).ToArray());
            }
        }
    }

    [Fact]
    public void A_word_of_a_million_symbols_is_merged_without_the_square_of_its_length()
    {
        var word = new int[1 << 20];
        var merges = Enumerable.Range(0, 20).Select(rank => new Merge(rank, rank, rank + 1, rank)).ToArray();

        Assert.Equal(1, new BpeMerger(new MergeTable(merges)).Run(word));
        Assert.Equal(20, word[0]);
    }

    [Fact]
    public void Of_two_merges_of_a_pair_the_lower_rank_holds_and_negative_symbols_are_symbols()
    {
        var table = new MergeTable([new Merge(~'a', ~'b', 7, 5), new Merge(~'a', ~'b', 8, 3), new Merge(~'a', ~'b', 9, 4)]);

        Assert.True(table.TryGet(~'a', ~'b', out var rank, out var merged));
        Assert.Equal((3, 8), (rank, merged));
        Assert.False(table.TryGet(~'b', ~'a', out _, out _));
        Assert.False(new MergeTable([]).TryGet(0, 0, out _, out _));
    }

    // Ranks repeat, so that ties between places occur.
    private static Merge[] RandomMerges(Random random) =>
        [.. Enumerable.Range(0, random.Next(1, 80)).Select(_ =>
            new Merge(random.Next(Tokens / 4), random.Next(Tokens / 4), random.Next(Symbols, Tokens / 4), random.Next(12)))];

    private static int[] Define(int[] word, Merge[] merges)
    {
        var symbols = word.ToList();
        while (true)
        {
            var best = (Rank: int.MaxValue, At: -1, Merged: 0);
            for (var at = 0; at + 1 < symbols.Count; at++)
            {
                var of = merges.Where(merge => merge.Left == symbols[at] && merge.Right == symbols[at + 1]).OrderBy(merge => merge.Rank);
                if (of.Any() && of.First().Rank < best.Rank)
                    best = (of.First().Rank, at, of.First().Merged);
            }

            if (best.At < 0)
                return [.. symbols];
            symbols[best.At] = best.Merged;
            symbols.RemoveAt(best.At + 1);
        }
    }
}
