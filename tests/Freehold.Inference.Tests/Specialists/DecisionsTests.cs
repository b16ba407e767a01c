using Freehold.Inference.Specialists.Classification;
using Freehold.Inference.Training.Specialists;

namespace Freehold.Inference.Tests.Specialists;

public sealed class DecisionsTests
{
    [Fact]
    public void A_curve_fitted_to_noisy_labels_gives_the_probability_of_being_right()
    {
        const double noise = 0.1;
        var random = new Random(2);
        var (probabilities, agrees) = (new float[20_000], new bool[20_000]);
        for (var i = 0; i < probabilities.Length; i++)
        {
            // Overconfident: what is said with p is right with p squared.
            probabilities[i] = (float)(0.3 + (0.69 * random.NextDouble()));
            var isRight = random.NextDouble() < probabilities[i] * probabilities[i];
            agrees[i] = isRight && random.NextDouble() >= noise;
        }

        var curve = ConfidenceFit.Fit(probabilities, agrees, noise, 1000);
        foreach (var probability in new[] { 0.4, 0.6, 0.8, 0.95 })
            Assert.InRange(curve.Apply(probability), (probability * probability) - 0.03, (probability * probability) + 0.03);
    }

    [Fact]
    public void A_curve_rises_and_stays_near_the_identity_without_evidence()
    {
        var curve = ConfidenceFit.Fit([0.9f], [true], 0, 2);
        Assert.InRange(curve.Apply(0.5), 0.4, 0.65);
        Assert.True(curve.Apply(0.9) > curve.Apply(0.5));
        Assert.InRange(curve.Apply(0), 0, 0.01);
        Assert.InRange(curve.Apply(1), 0.99, 1);
        Assert.Equal(0.3, ConfidenceCurve.Identity.Apply(0.3), 1e-9);
    }

    [Fact]
    public void Sure_disagreement_is_replaced_and_doubt_is_not()
    {
        int[] given = [0, 0, 0, 1, 2];
        HeldOutScore[] heldOut =
        [
            Says(0, 0.99f, 0.99f), Says(1, 0.99f, 0.0001f), Says(1, 0.6f, 0.3f), Says(0, 0.4f, 0.0001f), Says(1, 0.99f, 0),
        ];
        Assert.Equal([0, 1, 0, 1, 2], LabelCleaner.Clean(given, heldOut, 2, out var replaced));
        Assert.Equal(1, replaced);
        Assert.Equal(0.5, LabelCleaner.FindAnchors(given, heldOut, 2).Noise);

        static HeldOutScore Says(int label, float probability, float ofGiven) => new(new ClassScores(label, probability, 0), ofGiven);
    }

    [Fact]
    public void The_scope_threshold_finds_the_share_of_strangers_asked_for_within_the_share_of_friends_allowed()
    {
        float[] inside = [.. Enumerable.Range(10, 100).Select(i => (float)i)], outside = [.. Enumerable.Range(0, 20).Select(i => (float)i)];
        var threshold = Thresholds.Scope(inside, outside, recall: 0.9, mostFalse: 0.2);
        Assert.InRange(outside.Count(score => score < threshold), 18, 19);
        Assert.Equal(20, Thresholds.Scope(inside, outside.Select(score => score + 50), 0.9, 0.1));
        Assert.Equal(20, Thresholds.Scope(inside, [], 0.9, 0.1));
    }

    [Theory]
    [InlineData(0.9, 0, 0.8)]
    [InlineData(0.9, 0.85, 0.9)]
    [InlineData(0.8, 0, 0.5)]
    [InlineData(0.995, 0, 0.995)]
    public void The_serving_threshold_keeps_the_average(double precision, double least, double expected) =>
        Assert.Equal(expected, Thresholds.Serve([0.5, 0.99, 0.8, 0.9, 0.99], precision, least), 1e-9);

    [Fact]
    public void A_step_of_adagrad_is_the_same_in_vectors_and_alone()
    {
        for (var length = 1; length < 40; length++)
        {
            var weights = Enumerable.Range(0, length).Select(i => i * 0.1f).ToArray();
            var gradient = Enumerable.Range(0, length).Select(i => 1f - (i * 0.2f)).ToArray();
            var squares = Enumerable.Range(0, length).Select(i => 0.5f * i).ToArray();
            var expected = weights.Select((weight, i) =>
                weight - (0.05f * gradient[i] / (MathF.Sqrt(squares[i] + (0.25f * gradient[i] * gradient[i])) + 1e-6f))).ToArray();
            AdaGrad.Step(weights, gradient, squares, 0.1f, 0.5f);
            for (var i = 0; i < length; i++)
                Assert.Equal(expected[i], weights[i], 1e-5f);
            Assert.All(gradient, number => Assert.Equal(0f, number));
        }
    }
}
