using Freehold.Contracts.Distillation;

namespace Freehold.Workers.Training;

/// <inheritdoc cref="ITrainerGrain"/>
[Reentrant]
public sealed class TrainerGrain(TrainingHost host) : Grain, ITrainerGrain
{
    /// <inheritdoc/>
    public Task<TrainingJobStatus> StartAsync(TrainingJob job, CancellationToken cancellationToken) => host.StartAsync(job, cancellationToken);

    /// <inheritdoc/>
    public Task<TrainingJobStatus> EvaluateAsync(EvaluationJob job, CancellationToken cancellationToken) => host.StartAsync(job, cancellationToken);

    /// <inheritdoc/>
    public Task<TrainingJobStatus?> GetAsync(string jobId, CancellationToken cancellationToken) => Task.FromResult(host.Find(jobId));

    /// <inheritdoc/>
    public Task CancelAsync(string jobId, CancellationToken cancellationToken)
    {
        host.Cancel(jobId);
        return Task.CompletedTask;
    }
}
