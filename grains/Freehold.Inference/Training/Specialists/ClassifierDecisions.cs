using Freehold.Inference.Specialists.Classification;

namespace Freehold.Inference.Training.Specialists;

/// <summary>What a classifier decides by, chosen on held-out predictions.</summary>
/// <param name="Confidence">From the networks' probability to a calibrated one.</param>
/// <param name="ScopeThreshold">A text that scores lower is out of scope.</param>
/// <param name="ServeAt">Recommended threshold of the calibrated probability.</param>
/// <param name="Anchors">What tells the share of wrong labels.</param>
internal sealed record ClassifierDecisions(ConfidenceCurve Confidence, float ScopeThreshold, double ServeAt, LabelAnchors Anchors)
{
    /// <param name="given">[texts], the teacher's labels.</param>
    /// <param name="heldOut">[texts]</param>
    /// <param name="labels">Number of labels in scope.</param>
    /// <param name="options">What is asked for.</param>
    public static ClassifierDecisions Fit(int[] given, HeldOutScore[] heldOut, int labels, SpecialistTrainingOptions options)
    {
        int[] inScope = [.. Of(given, label => label < labels)], outside = [.. Of(given, label => label >= labels)];
        var anchors = LabelCleaner.FindAnchors(given, heldOut, labels);
        var confidence = ConfidenceFit.Fit(
            Array.ConvertAll(inScope, i => heldOut[i].Scores.Probability),
            Array.ConvertAll(inScope, i => heldOut[i].Scores.Label == given[i]),
            anchors.Noise, labels);
        var threshold = Thresholds.Scope(
            inScope.Select(i => heldOut[i].Scores.Scope), outside.Select(i => heldOut[i].Scores.Scope),
            options.OutOfScopeRecall, options.MaxFalseOutOfScope);
        var serveAt = Thresholds.Serve(
            inScope.Where(i => heldOut[i].Scores.Scope >= threshold).Select(i => confidence.Apply(heldOut[i].Scores.Probability)),
            options.TargetPrecision, options.LeastProbability);
        return new ClassifierDecisions(confidence, threshold, serveAt, anchors);
    }

    /// <summary>What the decisions lead to on the held-out predictions.</summary>
    public SpecialistTrainingReport Report(int[] given, HeldOutScore[] heldOut, int labels)
    {
        int[] inScope = [.. Of(given, label => label < labels)], outside = [.. Of(given, label => label >= labels)];
        int[] passed = [.. inScope.Where(i => heldOut[i].Scores.Scope >= ScopeThreshold)];
        var served = passed.Select(Probability).Where(probability => probability >= ServeAt).ToArray();
        return new SpecialistTrainingReport
        {
            Examples = given.Length,
            LeftOut = 0,
            OutOfScopeExamples = outside.Length,
            Labels = labels,
            Relabelled = 0,
            Anchors = Anchors,
            Accuracy = inScope.Average(Probability),
            ServedShare = (double)served.Length / inScope.Length,
            ServedAccuracy = served.Length == 0 ? 0 : served.Average(),
            FalseOutOfScope = 1 - ((double)passed.Length / inScope.Length),
            OutOfScopeRecall = outside.Length == 0
                ? null
                : outside.Average(i => heldOut[i].Scores.Scope < ScopeThreshold || Probability(i) < ServeAt ? 1.0 : 0.0),
            FileBytes = 0,
        };

        double Probability(int example) => Confidence.Apply(heldOut[example].Scores.Probability);
    }

    private static IEnumerable<int> Of(int[] given, Func<int, bool> isWanted) =>
        Enumerable.Range(0, given.Length).Where(example => isWanted(given[example]));
}
