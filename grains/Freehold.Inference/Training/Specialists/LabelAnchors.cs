namespace Freehold.Inference.Training.Specialists;

/// <summary>
/// The half of the examples that held-out predictions are surest of, by networks that had not seen them. Nearly all of it is right, so that
/// where it differs from the label, the label is wrong (anchor points: Patrini, Rozza, Menon, Nock and Qu, CVPR 2017).
/// </summary>
/// <param name="Count">Examples.</param>
/// <param name="Disagreements">Those of them whose label is another than the predicted one.</param>
public readonly record struct LabelAnchors(int Count, int Disagreements)
{
    /// <summary>Estimated share of wrong labels, 0 to 1.</summary>
    public double Noise => Count == 0 ? 0 : (double)Disagreements / Count;
}
