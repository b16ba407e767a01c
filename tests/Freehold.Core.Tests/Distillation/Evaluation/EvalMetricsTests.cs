using Freehold.Core.Distillation.Evaluation;
using Freehold.Core.Policies;
using FsCheck;
using FsCheck.Fluent;

namespace Freehold.Core.Tests.Distillation.Evaluation;

public class EvalMetricsTests
{
    [Fact]
    public void Classes_are_measured_by_exact_matches_and_by_f1_a_class()
    {
        var metrics = EvalMetrics.Of(DistillTask.Classification, [new("a", "a"), new(" A.", "a"), new("b", "a"), new("b", "b")]);

        Assert.Equal(["exact_match", "macro_f1"], metrics.Select(metric => metric.Name));
        Assert.Equal(0.75, metrics[0].Value, 12);
        Assert.Equal((0.8 + (2 / 3.0)) / 2, metrics[1].Value, 12); // a: 2 of 2 said, 2 of 3 wanted; b: 1 of 2, 1 of 1.
        Assert.All(metrics, metric => Assert.True(metric.Lower <= metric.Value && metric.Value <= metric.Upper && metric.Count == 4));
    }

    [Fact]
    public void A_class_that_is_never_right_counts_as_much_as_a_frequent_one()
    {
        var pairs = Enumerable.Repeat(new AnswerPair("a", "a"), 99).Append(new("a", "rare")).ToArray();

        Assert.InRange(EvalMetrics.Of(DistillTask.Classification, pairs)[1].Value, 0.49, 0.5);
    }

    [Theory]
    [InlineData("{\"a\":1,\"b\":\"x\"}", "{\"b\":\"x\",\"a\":1}", 1)]
    [InlineData("{\"a\":1,\"b\":\"y\"}", "{\"a\":1,\"b\":\"x\"}", 0.5)]
    [InlineData("{\"a\":1}", "{\"a\":1,\"b\":\"x\",\"c\":null}", 0.5)]
    [InlineData("{\"a\":[1,2,2]}", "{\"a\":[2,1]}", 0.8)]
    [InlineData("{\"a\":{\"b\":1}}", "{\"a\":{\"c\":1}}", 0)]
    [InlineData("{}", "{}", 1)]
    [InlineData("not json", "{}", 0)]
    [InlineData("[1]", "{}", 0)]
    public void Extractions_are_measured_field_by_field(string answer, string reference, double f1) =>
        Assert.Equal(f1, EvalMetrics.Of(DistillTask.Extraction, [new(answer, reference)])[2].Value, 12);

    [Fact]
    public void What_is_no_json_is_told_apart_from_what_is_wrong()
    {
        var metrics = EvalMetrics.Of(DistillTask.Extraction, [new("{\"a\":1}", "{\"a\":2}"), new("{", "{}")]);

        Assert.Equal((0.5, 0.0), (metrics[0].Value, metrics[1].Value));
    }

    [Theory]
    [InlineData("police killed the gunman", "police kill the gunman", 0.75)] // Lin 2004, section 3.
    [InlineData("the gunman kill police", "police killed the gunman", 0.5)]
    [InlineData("The same, words!", "the same words", 1)]
    [InlineData("", "", 1)]
    [InlineData("", "a", 0)]
    public void Texts_are_measured_by_the_words_they_share_in_order(string answer, string reference, double rouge) =>
        Assert.Equal(rouge, RougeL.F(answer, reference), 12);

    [Fact]
    public void The_bit_parallel_subsequence_is_that_of_the_table()
    {
        var words = Gen.Elements("a", "b", "c", "d").ListOf();
        var pairs = from a in words from b in words from times in Gen.Choose(1, 12) select (a: Repeat(a, times), b: Repeat(b, times));

        Prop.ForAll(pairs.ToArbitrary(), pair =>
        {
            var expected = pair.a.Length + pair.b.Length == 0 ? 1 : 2.0 * Table(pair.a, pair.b) / (pair.a.Length + pair.b.Length);
            return Math.Abs(RougeL.F(string.Join(' ', pair.a), string.Join(' ', pair.b)) - expected) < 1e-12;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Without_examples_there_is_nothing_to_say() => Assert.Empty(EvalMetrics.Of(DistillTask.Text, []));

    [Fact]
    public void An_interval_of_resamples_holds_the_mean_and_narrows()
    {
        static AnswerPair[] Pairs(int count) => [.. Enumerable.Range(0, count)
            .Select(i => new AnswerPair(i % 3 == 0 ? "one two" : "one", "one two"))];
        var (few, many) = (EvalMetrics.Of(DistillTask.Text, Pairs(30))[2], EvalMetrics.Of(DistillTask.Text, Pairs(3_000))[2]);

        Assert.InRange(few.Value, few.Lower, few.Upper);
        Assert.True(many.Upper - many.Lower < (few.Upper - few.Lower) / 5);
    }

    private static string[] Repeat(IEnumerable<string> words, int times) =>
        [.. Enumerable.Repeat(words, times).SelectMany(word => word).Take(200)];

    private static int Table(string[] a, string[] b)
    {
        var length = new int[a.Length + 1, b.Length + 1];
        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                length[i, j] = a[i - 1] == b[j - 1] ? length[i - 1, j - 1] + 1 : Math.Max(length[i - 1, j], length[i, j - 1]);
            }
        }

        return length[a.Length, b.Length];
    }
}
