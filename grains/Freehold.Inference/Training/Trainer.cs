using Freehold.Inference.Formats;
using Freehold.Inference.Kernels;
using Freehold.Inference.Models.Decoder;
using Freehold.Inference.Training.Data;
using Freehold.Inference.Training.Files;
using Freehold.Inference.Training.Kernels;
using Freehold.Inference.Training.Network;

namespace Freehold.Inference.Training;

/// <summary>One process's part of a run: opens the model, goes on from the checkpoint, and takes step after step.</summary>
internal sealed class Trainer : IDisposable
{
    private readonly TrainingStart _start;
    private readonly TrainingOptions _options;
    private readonly string _folder;
    private readonly Action _pause;
    private readonly ModelFile? _file;
    private readonly WorkerTeam _team;
    private readonly RowLoop _loop;
    private readonly NetworkWeights _weights;
    private readonly IGradients _network;
    private readonly StepBatches _batches;
    private readonly TrainingCheckpoint _checkpoint;
    private double _gradientNorm;

    public Trainer(
        TrainingStart start, IReadOnlyList<TrainingExample> examples, TrainingOptions options, string folder, ModelBackend backend, Action pause,
        CancellationToken cancellationToken)
    {
        (_start, _options, _folder, _pause) = (start, options, folder, pause);
        Directory.CreateDirectory(folder);
        _team = new WorkerTeam(options.Threads);
        try
        {
            _loop = new RowLoop(_team, pause);
            _file = start is TrainingStart.FromModel model ? ModelFile.Open(model.Path) : null;
            var config = _file?.Config ?? ((TrainingStart.FromScratch)start).Config.ToModelConfig();
            TrainingSupport.Require(config, _file, options);
            var context = TrainingSupport.ContextTokens(config, options);
            var usable = TrainingSupport.Usable(examples, config, context);
            _weights = _file is null
                ? NetworkBuilder.FromScratch(config, options.Seed)
                : NetworkBuilder.FromModel(DecoderWeights.Load(_file, config.ContextLength), options.Lora, options.Seed);
            _batches = new StepBatches(usable, options, context);
            var loss = new TokenLoss(options.DistillationShare, options.DistillationTemperature);
            _network = backend.BuildGradients(new GradientsPlan(_weights, loss, _team, _batches.MaxRows, context, pause));
            var origin = _file?.ComputeDigest(cancellationToken) ?? start.ToString();
            RequireDigest(start, origin);
            _checkpoint = new TrainingCheckpoint(folder, TrainingFingerprint.Compute(origin, options, usable));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public TrainingResult Run(IProgress<TrainingProgress>? progress, TimeProvider time)
    {
        var (first, loss) = _checkpoint.Load(_weights.Parameters) ?? (0, 0.0);
        var (started, tokens) = (time.GetTimestamp(), 0L);
        for (var step = first; step < _options.Steps; step++)
        {
            var batches = _batches.Of(step);
            loss = Step(step, batches);
            tokens += batches.Sum(batch => (long)batch.Rows);
            var done = step + 1;
            if (done % _options.CheckpointSteps == 0 || done == _options.Steps)
                _checkpoint.Save(_weights.Parameters, done, loss);
            var seconds = Math.Max(1e-9, time.GetElapsedTime(started).TotalSeconds);
            progress?.Report(new TrainingProgress(
                done, _options.Steps, loss, LearningRates.At(step, _options), _gradientNorm, tokens, tokens / seconds,
                TimeSpan.FromSeconds(seconds / (done - first) * (_options.Steps - done))));
        }

        return new TrainingResult(WriteResult(), _options.Steps, loss, _weights.Parameters.Count);
    }

    public void Dispose()
    {
        (_network as IDisposable)?.Dispose();
        _team.Dispose();
        _file?.Dispose();
    }

    private static void RequireDigest(TrainingStart start, string origin)
    {
        if (start is TrainingStart.FromModel { Sha256: { } due } model && due != origin)
        {
            throw new ModelFormatException(
                model.Path, $"its weights are {origin}, not those that were to be trained on, {due}", "digest",
                "Start again with the model that is there now.");
        }
    }

    private double Step(int step, IReadOnlyList<TrainingBatch> batches)
    {
        var parameters = _weights.Parameters;
        parameters.ClearGradients();
        var predictions = batches.Sum(batch => (long)batch.Predictions.Length);
        var loss = 0.0;
        for (var i = 0; i < batches.Count; i++)
            loss += _network.AddGradients(batches[i], 1f / predictions, new CounterRandom(_options.Seed, RandomStreams.Dropout, step, i));

        loss /= predictions;
        _gradientNorm = parameters.GradientNorm(_loop);
        if (!double.IsFinite(loss) || !double.IsFinite(_gradientNorm))
        {
            throw new InvalidOperationException(
                $"The loss is {loss} and the gradient's length {_gradientNorm} at step {step + 1}; train with a lower learning rate.");
        }

        _pause();
        var clip = _gradientNorm > _options.MaxGradientNorm ? (float)(_options.MaxGradientNorm / _gradientNorm) : 1f;
        var rule = new AdamW(
            (float)LearningRates.At(step, _options), _options.Beta1, _options.Beta2, _options.Epsilon, _options.WeightDecay, step + 1);
        parameters.Update(rule, clip, _loop);
        return loss;
    }

    private string WriteResult()
    {
        if (_options.Lora is { } lora)
        {
            var adapter = Path.Combine(_folder, "adapter");
            PeftWriter.Write(adapter, _weights, lora, _weights.Config.Name);
            return adapter;
        }

        var model = Path.Combine(_folder, "model");
        HuggingFaceWriter.Write(model, _weights, _file, (_start as TrainingStart.FromScratch)?.Config.BeginOfTextId);
        return model;
    }
}
