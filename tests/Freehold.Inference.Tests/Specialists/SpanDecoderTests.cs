using Freehold.Inference.Specialists.Extraction;

namespace Freehold.Inference.Tests.Specialists;

public sealed class SpanDecoderTests
{
    [Fact]
    public void The_best_row_and_its_lead_are_those_of_trying_all_rows()
    {
        var random = new Random(7);
        for (var round = 0; round < 60; round++)
        {
            var tags = new SpanTags(1 + (round % 2));
            var tokens = 1 + (round % 4);
            var emissions = Numbers(random, tokens * tags.Count);
            var steps = Numbers(random, tags.StepCount);
            var all = Rows(tags, tokens).Select(row => (Row: row, Score: Score(tags, emissions, steps, row)))
                .Where(scored => float.IsFinite(scored.Score)).OrderByDescending(scored => scored.Score).ToArray();

            var best = new int[tokens];
            var lead = new SpanDecoder().Decode(tags, emissions, steps, best);
            Assert.Equal(all[0].Row, best);
            Assert.Equal(all[0].Score - all[1].Score, lead, 1e-4f);
        }
    }

    private static float[] Numbers(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => (float)random.NextDouble())];

    private static IEnumerable<int[]> Rows(SpanTags tags, int tokens) =>
        Enumerable.Range(0, (int)Math.Pow(tags.Count, tokens)).Select(number =>
        {
            var row = new int[tokens];
            for (var i = 0; i < tokens; i++, number /= tags.Count)
                row[i] = number % tags.Count;
            return row;
        });

    private static float Score(SpanTags tags, float[] emissions, float[] steps, int[] row)
    {
        var score = 0f;
        for (var i = 0; i < row.Length; i++)
        {
            var step = tags.Step(i == 0 ? SpanTags.Outside : row[i - 1], row[i]);
            score += step < 0 ? float.NegativeInfinity : steps[step] + emissions[(i * tags.Count) + row[i]];
        }

        return score;
    }
}
