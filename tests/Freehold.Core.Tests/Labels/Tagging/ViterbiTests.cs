using Freehold.Core.Labels.Tagging;

namespace Freehold.Core.Tests.Labels.Tagging;

public sealed class ViterbiTests
{
    [Fact]
    public void The_row_decided_is_the_best_of_all_rows()
    {
        var random = new Random(1);
        var viterbi = new Viterbi(3);
        for (var round = 0; round < 10; round++)
        {
            float[] emissions = [.. Enumerable.Range(0, 3 * TaggerWeights.Lanes).Select(_ => (float)random.Next(-50, 50))];
            float[] steps = [.. Enumerable.Range(0, Viterbi.TransitionCount).Select(_ => (float)random.Next(-30, 30))];
            var tags = new byte[3];
            viterbi.Decode(emissions, steps, tags);

            Assert.Equal(AllRows().Max(row => Score(row, emissions, steps)), Score([.. tags.Select(tag => (int)tag)], emissions, steps));
        }
    }

    [Fact]
    public void Every_step_that_may_be_has_a_weight_within_the_table()
    {
        for (var previous = 0; previous < TagSet.Count; previous++)
        {
            for (var tag = 0; tag < TagSet.Count; tag++)
            {
                if (IsAllowed(previous, tag)) Assert.InRange(Viterbi.Transition(previous, tag), 0, Viterbi.TransitionCount - 1);
            }
        }
    }

    private static IEnumerable<int[]> AllRows() =>
        from a in Enumerable.Range(0, TagSet.Count)
        from b in Enumerable.Range(0, TagSet.Count)
        from c in Enumerable.Range(0, TagSet.Count)
        where IsAllowed(0, a) && IsAllowed(a, b) && IsAllowed(b, c)
        select new[] { a, b, c };

    private static bool IsAllowed(int previous, int tag) =>
        tag == TagSet.Outside || TagSet.IsBegin(tag) || (previous != TagSet.Outside && TagSet.KindOf(previous) == TagSet.KindOf(tag));

    private static float Score(int[] row, float[] emissions, float[] steps)
    {
        var score = 0f;
        for (var i = 0; i < row.Length; i++)
            score += emissions[(i * TaggerWeights.Lanes) + row[i]]
                + steps[Viterbi.Transition(i == 0 ? TagSet.Outside : row[i - 1], row[i])];
        return score;
    }
}
