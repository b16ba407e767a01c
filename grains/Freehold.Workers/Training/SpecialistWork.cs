using Freehold.Contracts.Distillation;
using Freehold.Grains.Distillation.Artifacts;
using Freehold.Inference.Specialists;
using Freehold.Inference.Training;
using Freehold.Inference.Training.Specialists;
using Freehold.Storage.Artifacts;
using TrainingProgress = Freehold.Contracts.Distillation.TrainingProgress;

namespace Freehold.Workers.Training;

/// <summary>Trains and evaluates specialists. Runs on the training thread, which may block.</summary>
public sealed class SpecialistWork(IArtifactStore artifacts, ITrainingYield gate, TimeProvider time)
{
    /// <summary>So many answers are looked at between two looks at whether inference wants the processor.</summary>
    private const int AnswersBetweenYields = 16;

    internal TrainingJobResult Train(TrainingJob job, JobRun run)
    {
        var train = ReadExamples(job.TrainSet, run.CancellationToken);
        var options = new SpecialistTrainingOptions
        {
            Task = job.Extraction ? SpecialistTask.Extraction : SpecialistTask.Classification,
            Seed = (ulong)job.Seed,
            OutOfScopeLabel = job.OutOfScopeClass,
            Yield = gate,
            Progress = new Told<SpecialistProgress>(progress => run.Note(ToProgress(progress))),
            TimeProvider = time,
        };

        // A specialist is calibrated by predictions across folds of what it learns from. The calibration part stays unseen: the gate chooses the
        // threshold by it.
        var trained = SpecialistTrainer.Train([.. train.Select(ToExample)], [], options, run.CancellationToken);
        using var content = new MemoryStream(trained.Model.File.ToArray(), writable: false);
        return new TrainingJobResult
        {
            Digest = artifacts.PutAsync(content, run.CancellationToken).GetAwaiter().GetResult(),
            Bytes = content.Length,
            Anchors = trained.Report.Anchors.Count,
            AnchorDisagreements = trained.Report.Anchors.Disagreements,
        };
    }

    internal TrainingJobResult Evaluate(EvaluationJob job, JobRun run)
    {
        var model = Load(job.Student, run.CancellationToken);
        var examples = ReadExamples(job.Examples, run.CancellationToken);
        var predictions = new List<PredictionLine>(examples.Count);
        var latencies = new StudentLatencies();
        var pace = new EvaluationPace(examples.Count, time);
        for (var i = 0; i < examples.Count; i++)
        {
            if (i % AnswersBetweenYields == 0)
            {
                gate.WaitWhileBusy(run.CancellationToken);
                run.CancellationToken.ThrowIfCancellationRequested();
                run.Note(pace.At(i, i));
            }

            var startedAt = time.GetTimestamp();
            var said = model.Predict(examples[i].Text);
            latencies.Add(time.GetElapsedTime(startedAt));
            predictions.Add(new PredictionLine
            {
                Id = examples[i].Id,
                Answer = said.Label,
                Probability = said.Probability,
                OutOfScope = said.OutOfScope,
            });
        }

        var digest = JsonLines.PutAsync(artifacts, predictions, LineJson.Default.PredictionLine, run.CancellationToken).GetAwaiter().GetResult();
        return latencies.AddTo(new TrainingJobResult { Digest = digest, Bytes = 0 });
    }

    private static TrainingProgress ToProgress(SpecialistProgress progress) => new()
    {
        Step = progress.Step,
        Steps = progress.Steps,
        Loss = progress.Loss,
        TokensPerSecond = progress.ExamplesPerSecond,
        RemainingMs = progress.TimeLeft?.TotalMilliseconds,
    };

    private SpecialistModel Load(string digest, CancellationToken cancellationToken)
    {
        using var content = artifacts.OpenAsync(digest, cancellationToken).GetAwaiter().GetResult()
            ?? throw new InvalidDataException($"There is no student {digest}: it was deleted; run the distillation again.");
        return SpecialistModel.Load(content, digest);
    }

    private IReadOnlyList<ExampleLine> ReadExamples(string digest, CancellationToken cancellationToken) =>
        JsonLines.ReadAsync(artifacts, digest, LineJson.Default.ExampleLine, cancellationToken).GetAwaiter().GetResult();

    private static SpecialistExample ToExample(ExampleLine line) => new(line.Text, line.Answer);
}
