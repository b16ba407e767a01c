using Freehold.Core.Features;
using Freehold.Core.Learning.Quality;
using Freehold.Core.Tests.Backtest;

namespace Freehold.Core.Tests.Learning.Quality;

public sealed class QualityModelTests
{
    private static readonly QualityModel Model = QualityTrainer.Train(Rows(160, seed: 1), prior: null, seed: 5, CancellationToken.None);

    [Fact]
    public void It_learns_which_subjects_an_arm_knows()
    {
        var (verse, gene) = (Mean(Model, "verse rhyme poem"), Mean(Model, "gene enzyme cell"));

        Assert.True(verse[0] > gene[0] + 0.2, $"{verse[0]}");
        Assert.True(gene[0] < 0.5, $"{gene[0]}");
        Assert.True(gene[1] > 0.7, $"{gene[1]}");
    }

    [Fact]
    public void Means_and_deviations_stay_in_range_whatever_the_prompt()
    {
        var (mean, deviation) = (new double[2], new double[2]);
        foreach (var prompt in (string[])["", "?", new string('x', 50_000), "1 2 3 4", "verse"])
        {
            Model.Estimate(FeatureExtractor.Extract(prompt, default), mean, deviation);
            Assert.All(mean, value => Assert.InRange(value, 0, 1));
            Assert.All(deviation, value => Assert.InRange(value, 1e-6, 0.5));
        }
    }

    [Fact]
    public void What_was_seen_often_is_surer_than_what_was_never_seen()
    {
        var (mean, seen, unseen) = (new double[2], new double[2], new double[2]);
        Model.Estimate(FeatureExtractor.Extract("verse w1 rhyme w2 poem w3 verse w4", default), mean, seen);
        var p = mean[0] * (1 - mean[0]);
        Model.Estimate(FeatureExtractor.Extract("zzz yyy xxx qqq", default), mean, unseen);

        Assert.True(seen[0] / Math.Sqrt(p) < unseen[0] / Math.Sqrt(mean[0] * (1 - mean[0])));
    }

    [Fact]
    public void Bytes_read_back_estimate_the_same_and_broken_bytes_are_refused()
    {
        var bytes = Model.ToBytes();

        Assert.Equal(Mean(Model, "matrix poem tax"), Mean(QualityModel.FromBytes(bytes), "matrix poem tax"));
        Assert.InRange(bytes.Length, 1, QualityModelFormat.MaxBytes);
        foreach (var length in (int[])[0, 3, 11, 40, bytes.Length / 2, bytes.Length - 1])
            Assert.Throws<FormatException>(() => QualityModel.FromBytes(bytes.AsSpan(0, length)));
        Assert.Throws<FormatException>(() => QualityModel.FromBytes([.. bytes, 0]));
        Assert.Throws<FormatException>(() => QualityModel.FromBytes([.. bytes[..4], 99, .. bytes[5..]]));
    }

    [Fact]
    public void The_same_rows_and_seed_make_the_same_model()
    {
        var again = QualityTrainer.Train(Rows(160, seed: 1), prior: null, seed: 5, CancellationToken.None);

        Assert.Equal(Model.ToBytes(), again.ToBytes());
    }

    [Fact]
    public void Few_rows_with_a_prior_know_what_the_prior_knows()
    {
        var few = Rows(12, seed: 2);
        var alone = QualityTrainer.Train(few, prior: null, seed: 5, CancellationToken.None);
        var helped = QualityTrainer.Train(few, Model, seed: 5, CancellationToken.None);

        double Error(QualityModel model) =>
            Math.Abs(Mean(model, "gene enzyme cell")[0] - 0.2) + Math.Abs(Mean(model, "prove matrix integral")[0] - 0.9);
        Assert.True(Error(helped) < Error(alone), $"{Error(helped)} {Error(alone)}");
    }

    [Fact]
    public void Bandit_feedback_is_enough_to_learn()
    {
        var full = GivenTable.Subjects(300, 2, seed: 3);
        var random = new Random(1);
        var seen = GivenTable.Truth(full);
        for (var row = 0; row < full.Rows; row++) seen[(2 * row) + random.Next(2)] = double.NaN;
        var model = QualityTrainer.Train(new QualityRows(2, full.Features, seen), prior: null, seed: 5, CancellationToken.None);

        Assert.True(Mean(model, "gene enzyme cell") is [< 0.55, > 0.6]);
    }

    [Fact]
    public void An_arm_of_which_nothing_is_known_and_a_table_of_one_kind_are_no_error()
    {
        var features = Enumerable.Range(0, 80).Select(i => FeatureExtractor.Extract($"text {i}", default)).ToArray();
        double[] quality = [.. features.SelectMany(_ => (double[])[1, double.NaN])];
        var model = QualityTrainer.Train(new QualityRows(2, features, quality), prior: null, seed: 1, CancellationToken.None);

        Assert.True(Mean(model, "text 5")[0] > 0.9);
        Assert.InRange(Mean(model, "text 5")[1], 0, 1);
    }

    [Fact]
    public void Estimating_allocates_nothing()
    {
        var request = FeatureExtractor.Extract("verse rhyme poem", default);
        var (mean, deviation) = (new double[2], new double[2]);
        Model.Estimate(request, mean, deviation);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++) Model.Estimate(request, mean, deviation);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void Rows_that_do_not_fit_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new QualityRows(2, [RequestFeatures.Empty], [1]));
        Assert.Throws<ArgumentException>(() => new QualityRows(1, [RequestFeatures.Empty], [1.5]));
        Assert.Throws<ArgumentException>(() => new QualityRows(0, [RequestFeatures.Empty], []));
        Assert.Throws<ArgumentException>(() => QualityTrainer.Train(new QualityRows(1, [RequestFeatures.Empty], [1]), Model, 1, default));
    }

    private static QualityRows Rows(int count, int seed)
    {
        var table = GivenTable.Subjects(count, 2, seed);
        return new QualityRows(2, table.Features, GivenTable.Truth(table));
    }

    private static double[] Mean(QualityModel model, string prompt)
    {
        var (mean, deviation) = (new double[model.Arms], new double[model.Arms]);
        model.Estimate(FeatureExtractor.Extract(prompt, default), mean, deviation);
        return mean;
    }
}
