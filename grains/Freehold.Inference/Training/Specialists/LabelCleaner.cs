namespace Freehold.Inference.Training.Specialists;

/// <summary>
/// Finds labels that the teacher got wrong: held-out predictions that are sure of another label (confident learning, Northcutt, Jiang and
/// Chuang 2021, arXiv:1911.00068).
/// </summary>
internal static class LabelCleaner
{
    /// <summary>How many times more probable than the given label another one has to be.</summary>
    private const float Ratio = 200;

    /// <summary>How probable the other one has to be.</summary>
    private const float Sure = 0.5f;

    /// <summary>Share of the examples, the surest ones, among which disagreement is put down to the labels.</summary>
    private const double AnchorShare = 0.5;

    /// <summary>The labels with those replaced that are almost surely wrong.</summary>
    /// <param name="given">[texts]</param>
    /// <param name="heldOut">[texts]</param>
    /// <param name="labels">Number of labels in scope; texts out of scope are left alone.</param>
    /// <param name="replaced">How many labels differ from the given ones.</param>
    public static int[] Clean(int[] given, HeldOutScore[] heldOut, int labels, out int replaced)
    {
        var cleaned = given.ToArray();
        replaced = 0;
        for (var i = 0; i < given.Length; i++)
        {
            var (scores, ofGiven) = heldOut[i];
            if (given[i] >= labels || scores.Label == given[i] || scores.Probability < Sure || ofGiven * Ratio > scores.Probability)
                continue;
            cleaned[i] = scores.Label;
            replaced++;
        }

        return cleaned;
    }

    /// <summary>The surest predictions, nearly all right, and how many of them differ from the label: labels that are wrong.</summary>
    /// <param name="given">[texts]</param>
    /// <param name="heldOut">[texts]</param>
    /// <param name="labels">Number of labels in scope; texts out of scope are left out.</param>
    public static LabelAnchors FindAnchors(int[] given, HeldOutScore[] heldOut, int labels)
    {
        var inScope = Enumerable.Range(0, given.Length).Where(i => given[i] < labels)
            .OrderByDescending(i => heldOut[i].Scores.Probability).ThenBy(i => i).ToArray();
        var anchors = (int)Math.Ceiling(inScope.Length * AnchorShare);
        return new LabelAnchors(anchors, inScope.Take(anchors).Count(i => heldOut[i].Scores.Label != given[i]));
    }
}
