using Freehold.Contracts.Distillation;
using Freehold.Storage.Artifacts;

namespace Freehold.Workers.Training;

/// <summary>What jobs do, by the kind of student. Runs on the training thread.</summary>
public sealed class StudentWork(IArtifactStore artifacts, SpecialistWork specialists, AdapterWork adapters)
{
    internal Task<bool> IsThereAsync(TrainingJobResult result, CancellationToken cancellationToken) =>
        artifacts.ExistsAsync(result.Digest, cancellationToken);

    internal TrainingJobResult Train(TrainingJob job, JobRun run) => job.Kind switch
    {
        StudentKind.Specialist => specialists.Train(job, run),
        StudentKind.Adapter => adapters.Train(job, run),
        _ => throw Unknown(job.Kind),
    };

    internal TrainingJobResult Evaluate(EvaluationJob job, JobRun run) => job.Kind switch
    {
        StudentKind.Specialist => specialists.Evaluate(job, run),
        StudentKind.Adapter => adapters.Evaluate(job, run),
        _ => throw Unknown(job.Kind),
    };

    private static InvalidDataException Unknown(StudentKind kind) => new(
        $"This worker knows no students of kind '{kind}'; upgrade it, or set distill.student to specialist or adapter.");
}
