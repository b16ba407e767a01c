using Freehold.Contracts.Distillation;
using Freehold.Grains.Distillation.Artifacts;
using Freehold.Inference.Formats;
using Freehold.Inference.Training;
using Freehold.Storage.Artifacts;
using Freehold.Workers.Students;
using Microsoft.Extensions.Options;
using RunProgress = Freehold.Inference.Training.TrainingProgress;
using TrainingProgress = Freehold.Contracts.Distillation.TrainingProgress;

namespace Freehold.Workers.Training;

/// <summary>
/// Trains and evaluates students that are adapters of a model that this worker serves. Runs on the training thread, which may block.
/// </summary>
/// <remarks>
/// The adapter is trained on the file that the model was loaded from. Its checkpoints are in the job's folder, under the digest of that file: a
/// job that was ended goes on from there, and with another version of the model it begins anew.
/// </remarks>
public sealed class AdapterWork(
    IArtifactStore artifacts, EngineHost engines, ITrainingYield gate, IOptions<WorkerOptions> options, TimeProvider time)
{
    /// <summary>Characters of a digest that name a run's folder.</summary>
    private const int NameLength = 16;

    internal TrainingJobResult Train(TrainingJob job, JobRun run)
    {
        var model = NameOf(job.BaseModel);
        var lines = ReadExamples(job.TrainSet, run.CancellationToken);
        string path, digest;
        AdapterDataset data;
        using (var use = UseOf(model))
        {
            (path, digest) = (use.Path, use.Engine.Info.WeightsSha256);
            data = AdapterDataset.Read(lines, new AdapterPrompts(use.Engine, model), run.CancellationToken);
        }

        var plan = AdapterPlan.Of(job, data, options.Value.Models[model].Threads);
        var trained = Train(model, path, plan, digest, data.Examples, run);
        using var content = Pack(trained.Folder, run.Folder, run.CancellationToken);
        return new TrainingJobResult
        {
            Digest = artifacts.PutAsync(content, run.CancellationToken).GetAwaiter().GetResult(),
            Bytes = content.Length,
            Loss = trained.FinalLoss,
            BaseDigest = digest,
            Detail = data.LeftOut,
        };
    }

    internal TrainingJobResult Evaluate(EvaluationJob job, JobRun run) => EvaluateAsync(job, run).GetAwaiter().GetResult();

    private TrainingResult Train(
        string model, string path, TrainingOptions plan, string digest, IReadOnlyList<TrainingExample> examples, JobRun run)
    {
        try
        {
            RequireMemory(model, TrainingMemory.EstimateBytes(path, plan));
            var folder = Path.Combine(run.Folder, digest[..NameLength]);
            var training = new TrainingRun(new TrainingStart.FromModel(path, digest), examples, plan, folder) { Yield = gate, TimeProvider = time };
            var progress = new Told<RunProgress>(now => run.Note(ToProgress(now)));
            return training.RunAsync(progress, run.CancellationToken).GetAwaiter().GetResult();
        }
        catch (ModelFormatException e)
        {
            // Who reads the reason may not know this machine's paths.
            var reason = e.Message.Replace(e.File + ": ", "", StringComparison.Ordinal);
            throw new InvalidDataException($"No adapter of model '{model}' can be trained: {reason}", e);
        }
    }

    private void RequireMemory(string model, long needed)
    {
        var neededMebibytes = needed >> 20;
        if (neededMebibytes > options.Value.DeviceMemoryMebibytes)
        {
            throw new InvalidDataException(
                $"Training an adapter of model '{model}' takes about {neededMebibytes} MiB and this silo has {options.Value.DeviceMemoryMebibytes}: "
                + "name a smaller base_model, or serve the model on a silo with more memory.");
        }
    }

    private static FileStream Pack(string adapter, string folder, CancellationToken cancellationToken)
    {
        var content = new FileStream(
            Path.Combine(folder, "adapter.tar"), FileMode.Create, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.DeleteOnClose);
        AdapterArchive.PackAsync(adapter, content, cancellationToken).GetAwaiter().GetResult();
        content.Position = 0;
        return content;
    }

    private async Task<TrainingJobResult> EvaluateAsync(EvaluationJob job, JobRun run)
    {
        var stop = run.CancellationToken;
        var model = NameOf(job.BaseModel);
        var examples = ReadExamples(job.Examples, stop);
        using var use = UseOf(model);
        var adapter = await use.Engine.LoadAdapterAsync(await UnpackAsync(job.Student, run.Folder, stop), stop);
        var answers = new AdapterAnswers(use.Engine, model, adapter, WorkloadId.Parse(job.Workload), job.OutOfScopeClass, time);
        var predictions = new List<PredictionLine>(examples.Count);
        var (latencies, pace, tokens) = (new StudentLatencies(), new EvaluationPace(examples.Count, time), 0L);
        foreach (var example in examples)
        {
            gate.WaitWhileBusy(stop);
            run.Note(pace.At(predictions.Count, tokens));
            var startedAt = time.GetTimestamp();
            var (said, written) = await answers.AskAsync(example, stop);
            latencies.Add(time.GetElapsedTime(startedAt));
            predictions.Add(said);
            tokens += written;
        }

        var digest = await JsonLines.PutAsync(artifacts, predictions, LineJson.Default.PredictionLine, stop);
        return latencies.AddTo(new TrainingJobResult { Digest = digest, Bytes = 0, BaseDigest = use.Engine.Info.WeightsSha256 });
    }

    private async Task<string> UnpackAsync(string digest, string folder, CancellationToken cancellationToken)
    {
        await using var archive = await artifacts.OpenAsync(digest, cancellationToken)
            ?? throw new InvalidDataException($"There is no student {digest}: it was deleted; run the distillation again.");
        var target = Path.Combine(folder, "student");
        if (Directory.Exists(target))
        {
            Directory.Delete(target, recursive: true);
        }

        Directory.CreateDirectory(target);
        await AdapterArchive.UnpackAsync(archive, target, cancellationToken);
        await archive.CopyToAsync(Stream.Null, cancellationToken); // Only a read to the end has verified the digest.
        return target;
    }

    private static TrainingProgress ToProgress(RunProgress progress) => new()
    {
        Step = progress.Step,
        Steps = progress.Steps,
        Loss = progress.Loss,
        TokensPerSecond = progress.TokensPerSecond,
        RemainingMs = progress.TimeLeft.TotalMilliseconds,
    };

    private static string NameOf(string? model) =>
        model ?? throw new InvalidDataException("The job names no model to adapt; set distill.base_model and train again.");

    /// <summary>Not there is a state of this machine, which may pass: the job is started again.</summary>
    private ModelSlot.Use UseOf(string model) => engines.Use(model) ?? throw new IOException(
        $"model '{model}' is not loaded on this worker; see why in the catalog of models, or name another base_model.");

    private IReadOnlyList<ExampleLine> ReadExamples(string digest, CancellationToken cancellationToken) =>
        JsonLines.ReadAsync(artifacts, digest, LineJson.Default.ExampleLine, cancellationToken).GetAwaiter().GetResult();
}
