using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Freehold.Contracts.Distillation;

namespace Freehold.Grains.Distillation;

/// <summary>Names of trainings and evaluations: what goes in decides, so the same work has the same name and is done once.</summary>
internal static class JobIds
{
    /// <summary>What the names begin with; a training that comes to other bytes from the same data needs another number.</summary>
    private const string Form = "1";

    /// <summary>The job with its id.</summary>
    public static TrainingJob WithId(TrainingJob job)
    {
        string?[] parts =
        [
            "train", job.Workload, job.Kind.ToString(), job.TrainSet, job.CalibrationSet, job.BaseModel, job.OutOfScopeClass,
            job.Seed.ToString(CultureInfo.InvariantCulture), job.Extraction.ToString(),
        ];
        string?[] ofAdapter = job.Kind != StudentKind.Adapter ? [] :
        [
            job.Rank.ToString(CultureInfo.InvariantCulture), job.Epochs.ToString(CultureInfo.InvariantCulture),
            job.LearningRate.ToString("R", CultureInfo.InvariantCulture),
        ];
        return job with { Id = Of([.. parts, .. ofAdapter]) };
    }

    /// <summary>The job with its id.</summary>
    public static EvaluationJob WithId(EvaluationJob job)
    {
        string?[] parts = ["evaluate", job.Workload, job.Kind.ToString(), job.Student, job.Examples, job.BaseModel];
        return job with { Id = Of(job.Kind == StudentKind.Adapter ? [.. parts, job.OutOfScopeClass] : parts) };
    }

    /// <summary>Lengths stand before the parts, so that no two lists of parts read the same.</summary>
    private static string Of(params ReadOnlySpan<string?> parts)
    {
        var text = new StringBuilder(Form);
        foreach (var part in parts)
        {
            text.Append('\n').Append(part?.Length ?? -1).Append(':').Append(part);
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
