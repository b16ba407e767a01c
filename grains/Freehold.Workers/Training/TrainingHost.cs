using System.Collections.Concurrent;
using Freehold.Contracts.Distillation;
using Freehold.Contracts.Tenancy;
using Freehold.Grains.Learning;
using Freehold.Storage.Artifacts;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Freehold.Workers.Training;

/// <summary>
/// The one thread of a worker that trains and evaluates students, below the priority of what answers requests, and the bounded queue before it.
/// </summary>
/// <remarks>Safe for use by many threads. A job's work is a function of its id: done twice, it comes to the same artifact.</remarks>
public sealed partial class TrainingHost : IDisposable
{
    /// <summary>Most jobs that have ended and are still told of.</summary>
    public const int MaxEnded = 256;

    /// <summary>So often a job is tried whose artifacts or files fail, as where a disk is full.</summary>
    public const int MaxAttempts = 10;

    /// <summary>So often at most the log tells how far a job is.</summary>
    private static readonly TimeSpan ProgressPeriod = TimeSpan.FromSeconds(5);

    private readonly BlockingCollection<StudentJob> _queue = new(ITrainerGrain.MaxWaitingJobs);
    private readonly Dictionary<string, StudentJob> _jobs = new(StringComparer.Ordinal);
    private readonly Queue<StudentJob> _ended = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _lock = new();
    private readonly JobFolder _folder;
    private readonly StudentWork _work;
    private readonly IGrainFactory _grains;
    private readonly TimeProvider _time;
    private readonly ILogger<TrainingHost> _logger;

    /// <summary>Starts the thread.</summary>
    public TrainingHost(
        IOptions<WorkerOptions> options, StudentWork work, IGrainFactory grains, TimeProvider time, ILogger<TrainingHost> logger)
    {
        (_work, _grains, _time, _logger) = (work, grains, time, logger);
        _folder = new JobFolder(options.Value.TrainingFolder);
        new Thread(Run) { IsBackground = true, Name = "students" }.Start();
    }

    /// <summary>How a job stands; null for one that is not known.</summary>
    public TrainingJobStatus? Find(string jobId)
    {
        lock (_lock)
        {
            return _jobs.TryGetValue(jobId, out var job) ? job.Status : null;
        }
    }

    /// <summary>Ends a job that waits or runs.</summary>
    public void Cancel(string jobId)
    {
        lock (_lock)
        {
            if (_jobs.TryGetValue(jobId, out var job) && !job.HasEnded)
            {
                job.Cancel();
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _queue.CompleteAdding();
        _stopping.Cancel();
    }

    internal Task<TrainingJobStatus> StartAsync(TrainingJob job, CancellationToken cancellationToken) =>
        StartAsync(job.Id, job.Workload, run => _work.Train(job, run), cancellationToken);

    internal Task<TrainingJobStatus> StartAsync(EvaluationJob job, CancellationToken cancellationToken) =>
        StartAsync(job.Id, job.Workload, run => _work.Evaluate(job, run), cancellationToken);

    private async Task<TrainingJobStatus> StartAsync(
        string id, string workload, Func<JobRun, TrainingJobResult> work, CancellationToken cancellationToken)
    {
        if (Find(id) is { State: not TrainingJobState.Cancelled } known)
        {
            return known;
        }

        // A result whose artifact was deleted since is none.
        if (_folder.FindResult(id) is { } result && await _work.IsThereAsync(result, cancellationToken))
        {
            return new TrainingJobStatus { JobId = id, State = TrainingJobState.Done, Result = result };
        }

        lock (_lock)
        {
            if (_jobs.TryGetValue(id, out var other) && other.Holds)
            {
                return other.Status;
            }

            var job = new StudentJob(id, workload, (other?.Attempt ?? 0) + 1, work);
            if (!_queue.TryAdd(job))
            {
                job.Dispose();
                return new TrainingJobStatus
                {
                    JobId = id,
                    State = TrainingJobState.Refused,
                    Detail = $"{ITrainerGrain.MaxWaitingJobs} jobs are waiting on this worker already; this one comes again later.",
                };
            }

            _jobs[id] = job;
            return job.Status;
        }
    }

    private void Run()
    {
        BackgroundPriority.Enter();
        foreach (var job in _queue.GetConsumingEnumerable())
        {
            if (!_stopping.IsCancellationRequested)
            {
                RunOne(job);
                Forget(job);
                Wake(job);
            }
        }

        _queue.Dispose();
        _stopping.Dispose();
    }

    private void RunOne(StudentJob job)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token, job.Ended);
        var startedAt = _time.GetTimestamp();
        job.Note(TrainingJobState.Running);
        try
        {
            either.Token.ThrowIfCancellationRequested();
            var result = job.Run(new JobRun(_folder.Open(job.Id), Following(job), either.Token));
            result = result with { DurationMs = _time.GetElapsedTime(startedAt).TotalMilliseconds };
            _folder.Keep(job.Id, result);
            job.Note(TrainingJobState.Done, result);
            LogDone(job.Id, job.Workload, result.Digest, result.DurationMs);
        }
        catch (Exception e) when (e is OperationCanceledException || (IsOfTheMachine(e) && job.Attempt < MaxAttempts))
        {
            // Neither a cancelled job nor one whose disk failed says anything of its data: started again, it goes on.
            job.Note(TrainingJobState.Cancelled, detail: e.Message);
            LogEnded(job.Id, job.Workload, e.Message);
        }
        catch (Exception e)
        {
            job.Note(TrainingJobState.Failed, detail: e.Message);
            LogFailed(e, job.Id, job.Workload);
        }
    }

    /// <summary>Takes how far a job is, and tells the log of it now and then.</summary>
    private Action<TrainingProgress> Following(StudentJob job)
    {
        var toldAt = _time.GetTimestamp();
        return progress =>
        {
            job.Note(progress);
            if (_time.GetElapsedTime(toldAt) >= ProgressPeriod)
            {
                toldAt = _time.GetTimestamp();
                LogProgress(
                    job.Id, job.Workload, progress.Step, progress.Steps, progress.Loss, progress.TokensPerSecond, progress.RemainingMs / 1_000);
            }
        };
    }

    private static bool IsOfTheMachine(Exception e) => e is IOException or UnauthorizedAccessException or ArtifactStoreException;

    private void Forget(StudentJob job)
    {
        lock (_lock)
        {
            _ended.Enqueue(job);
            while (_ended.Count > MaxEnded && _ended.TryDequeue(out var old))
            {
                if (_jobs.TryGetValue(old.Id, out var kept) && ReferenceEquals(kept, old))
                {
                    _jobs.Remove(old.Id);
                }

                old.Dispose();
            }
        }
    }

    /// <summary>Tells the workload's grain; where that fails, it asks by itself.</summary>
    private void Wake(StudentJob job)
    {
        TenantScope.Enter(WorkloadId.Parse(job.Workload).Tenant);
        _ = WakeAsync(job);
    }

    private async Task WakeAsync(StudentJob job)
    {
        try
        {
            await _grains.GetGrain<IDistillationGrain>(job.Workload).WakeAsync(_stopping.Token);
        }
        catch (Exception e)
        {
            LogNotWoken(job.Workload, e.Message);
        }
    }

    [LoggerMessage(4101, LogLevel.Information, "Job {Job} of {Workload} is done after {DurationMs:F0} ms: {Digest}.")]
    private partial void LogDone(string job, string workload, string digest, double durationMs);

    [LoggerMessage(4102, LogLevel.Information, "Job {Job} of {Workload} ended without a result: {Reason}")]
    private partial void LogEnded(string job, string workload, string reason);

    [LoggerMessage(4103, LogLevel.Warning, "Job {Job} of {Workload} failed.")]
    private partial void LogFailed(Exception exception, string job, string workload);

    [LoggerMessage(4105, LogLevel.Information,
        "Job {Job} of {Workload}: step {Step} of {Steps}, loss {Loss:F4}, {Rate:F0}/s, {SecondsLeft:F0} s left.")]
    private partial void LogProgress(string job, string workload, long step, long steps, double? loss, double rate, double? secondsLeft);

    [LoggerMessage(4104, LogLevel.Debug, "{Workload} could not be told that its job ended, and asks by itself: {Reason}")]
    private partial void LogNotWoken(string workload, string reason);
}
