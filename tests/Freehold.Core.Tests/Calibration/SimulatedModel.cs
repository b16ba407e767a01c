using Freehold.Core.Calibration;

namespace Freehold.Core.Tests.Calibration;

/// <summary>A model whose chance of being right is known: a function of what its answers tell.</summary>
internal sealed class SimulatedModel(int seed, string name = "tiny@1", string? workload = "triage", double skill = 0)
{
    private readonly Random _random = new(seed);

    public static double ChanceOf(in AnswerSignals signals, double skill = 0) =>
        1 / (1 + Math.Exp(-(1.5 + skill + 2.2 * signals.MeanLogProb + 0.6 * signals.MeanMargin - (signals.EndedByItself ? 0 : 1))));

    public AnswerSignals Next()
    {
        var mean = -Math.Abs(_random.NextDouble() * 2.5 - 0.3);
        return new AnswerSignals
        {
            Tokens = _random.Next(1, 200),
            MeanLogProb = mean,
            MinLogProb = mean * 4,
            LowLogProb = mean * 2 - _random.NextDouble(),
            MeanMargin = _random.NextDouble() * 3,
            EndedByItself = _random.NextDouble() > 0.1,
        };
    }

    public bool IsRight(in AnswerSignals signals) => _random.NextDouble() < ChanceOf(signals, skill);

    public CalibrationTrainer Teach(CalibrationTrainer trainer, int outcomes)
    {
        for (var i = 0; i < outcomes; i++)
        {
            var signals = Next();
            trainer.Add(new CalibrationSample(name, workload, AnswerSignals.ReadVector(signals.ToBytes())!, IsRight(signals)));
        }

        return trainer;
    }

    public CalibrationSnapshot Learn(int outcomes) => Teach(new CalibrationTrainer(), outcomes).Train(1);

    /// <summary>True accuracy of what a calibrator keeps, and which share of the answers that is.</summary>
    public (double Accuracy, double Share) Keep(Calibrator calibrator, double probability, int answers)
    {
        var least = calibrator.KeepAt(probability);
        var (kept, right) = (0, 0.0);
        for (var i = 0; i < answers; i++)
        {
            var signals = Next();
            if (calibrator.Model.Score(signals) >= least)
            {
                kept++;
                right += ChanceOf(signals, skill);
            }
        }

        return (kept == 0 ? double.NaN : right / kept, (double)kept / answers);
    }
}
