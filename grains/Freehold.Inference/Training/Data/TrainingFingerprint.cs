using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Freehold.Inference.Training.Data;

/// <summary>What tells one run from another: a checkpoint serves only the run that it was made by.</summary>
internal static class TrainingFingerprint
{
    /// <summary>SHA-256 in lower-case hex of all that the weights of a run depend on: not of threads, and not of when checkpoints are written.</summary>
    /// <param name="start">Digest of the model that is trained, or the sizes of a new one.</param>
    /// <param name="options">How it is trained.</param>
    /// <param name="examples">On what, in order.</param>
    public static string Compute(string start, TrainingOptions options, IReadOnlyList<TrainingExample> examples)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{start}\n{Text(options)}\n"));
        foreach (var example in examples)
        {
            Append(hash, example.Tokens.Length, example.IsTarget.Length, example.SoftTargets.Count);
            hash.AppendData(MemoryMarshal.AsBytes(example.Tokens.Span));
            hash.AppendData(MemoryMarshal.AsBytes(example.IsTarget.Span));
            foreach (var soft in example.SoftTargets)
            {
                Append(hash, soft?.Tokens.Length ?? 0);
                hash.AppendData(MemoryMarshal.AsBytes(soft is null ? [] : soft.Tokens.Span));
                hash.AppendData(MemoryMarshal.AsBytes(soft is null ? [] : soft.LogProbabilities.Span));
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Append(IncrementalHash hash, params ReadOnlySpan<int> numbers) => hash.AppendData(MemoryMarshal.AsBytes(numbers));

    private static string Text(TrainingOptions o)
    {
        var lora = o.Lora is { } l ? string.Create(CultureInfo.InvariantCulture, $"{l.Rank} {l.Alpha:R} {l.Dropout:R} {string.Join(',', l.Targets)}") : "full";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"""
            {lora} {o.Steps} {o.BatchExamples} {o.MicroBatchTokens} {o.ContextTokens} {o.Seed} {o.WarmUpSteps} {o.LearningRate:R}
            {o.FinalLearningRateShare:R} {o.Beta1:R} {o.Beta2:R} {o.Epsilon:R} {o.WeightDecay:R} {o.MaxGradientNorm:R}
            {o.DistillationShare:R} {o.DistillationTemperature:R}
            """);
    }
}
