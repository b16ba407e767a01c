using Freehold.Contracts.Distillation;
using Freehold.Storage.Artifacts;

namespace Freehold.Workers.Training;

/// <summary>What jobs do, by the kind of student. Runs on the training thread.</summary>
public sealed class StudentWork(IArtifactStore artifacts, SpecialistWork specialists)
{
    internal Task<bool> IsThereAsync(TrainingJobResult result, CancellationToken cancellationToken) =>
        artifacts.ExistsAsync(result.Digest, cancellationToken);

    internal TrainingJobResult Train(TrainingJob job, JobRun run) =>
        job.Kind == StudentKind.Specialist ? specialists.Train(job, run) : throw Unknown(job.Kind);

    internal TrainingJobResult Evaluate(EvaluationJob job, JobRun run) =>
        job.Kind == StudentKind.Specialist ? specialists.Evaluate(job, run) : throw Unknown(job.Kind);

    private static InvalidDataException Unknown(StudentKind kind) => new(
        $"This worker trains no student of kind '{kind}' by itself; set student: specialist, or train an adapter by hand (docs/training.md).");
}
