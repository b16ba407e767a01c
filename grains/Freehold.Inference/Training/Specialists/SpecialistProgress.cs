namespace Freehold.Inference.Training.Specialists;

/// <summary>Where the training of a specialist is. Every example counts as often as a network looks at it.</summary>
/// <param name="Step">Examples that were looked at.</param>
/// <param name="Steps">Examples that will have been looked at in the end.</param>
/// <param name="Loss">Running mean of the newest losses, in nats; null where the method has none, as of extraction.</param>
/// <param name="ExamplesPerSecond">Examples a second, waiting included; 0 where no time has passed yet.</param>
/// <param name="TimeLeft">Time that the rest will take at that speed; null where it is not known yet.</param>
public sealed record SpecialistProgress(long Step, long Steps, double? Loss, double ExamplesPerSecond, TimeSpan? TimeLeft);
