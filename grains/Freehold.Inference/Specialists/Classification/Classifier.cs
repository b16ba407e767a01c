using Freehold.Inference.Specialists.Features;

namespace Freehold.Inference.Specialists.Classification;

/// <summary>A trained classifier. Immutable; shared by all threads.</summary>
/// <param name="Labels">[labels]</param>
/// <param name="Vocabulary">The features that it knows.</param>
/// <param name="Ensemble">Its networks.</param>
/// <param name="Confidence">From the networks' probability to a calibrated one.</param>
/// <param name="ScopeThreshold">A text with a lower <see cref="ClassScores.Scope"/> is out of scope.</param>
internal sealed record Classifier(
    string[] Labels, FeatureVocabulary Vocabulary, NetworkEnsemble Ensemble, ConfidenceCurve Confidence, float ScopeThreshold)
{
    public SpecialistPrediction Predict(ReadOnlySpan<char> text, ClassifierScratch scratch)
    {
        scratch.Vectorizer.Read(text, Vocabulary);
        var scores = Ensemble.Score(scratch.Vectorizer, scratch);
        var isUnknown = scratch.Vectorizer.Rows(BlockRange.All).IsEmpty;
        return new SpecialistPrediction(
            scores.Label, Labels[scores.Label], Confidence.Apply(scores.Probability), isUnknown || scores.Scope < ScopeThreshold);
    }
}
