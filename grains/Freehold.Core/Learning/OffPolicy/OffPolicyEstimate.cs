namespace Freehold.Core.Learning.OffPolicy;

/// <summary>The value of a policy, or of a difference of two, as a log of another one tells.</summary>
/// <param name="Value">The estimate.</param>
/// <param name="Lower">Lower end of its confidence interval.</param>
/// <param name="Upper">Upper end of its confidence interval.</param>
/// <param name="Samples">Decisions it was computed from.</param>
/// <param name="EffectiveSampleSize">As many decisions of the policy's own would have told about as much (Kish): (sum w)^2 / sum w^2.</param>
/// <param name="ClippingBias">How far clipping the weights can have moved the value, in either direction. It is not part of the interval.</param>
public sealed record OffPolicyEstimate(
    double Value, double Lower, double Upper, int Samples, double EffectiveSampleSize, double ClippingBias);
