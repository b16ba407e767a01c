using Freehold.Core.Distillation.Gate;

namespace Freehold.Core.Tests.Distillation.Gate;

/// <summary>A student and its teacher on examples of known truth, from a seed.</summary>
internal sealed class SimulatedStudent(int seed)
{
    private readonly Random _random = new(seed);
    private int _count;

    public int Classes { get; set; } = 20;

    /// <summary>Share of the examples that belong to class 0; the others share the rest.</summary>
    public double FirstClassShare { get; set; } = 0.05;

    public double TeacherError { get; set; } = 0.05;

    /// <summary>How steeply its probability of being right falls from the easy to the hard examples; 0: it is always right.</summary>
    public double Difficulty { get; set; } = 0.6;

    /// <summary>Lowers the probability of every answer to be right, without the student knowing of it.</summary>
    public double HiddenError { get; set; }

    /// <summary>It answers by the distribution of the classes, whatever is asked: it learned from shuffled labels.</summary>
    public bool IsShuffled { get; set; }

    public bool IsVerified { get; set; }

    /// <summary>Examples, and for each whether the student is right in truth.</summary>
    public (List<EvalCase> Cases, Dictionary<string, bool> Truth) Draw(int count)
    {
        var (cases, truth) = (new List<EvalCase>(count), new Dictionary<string, bool>(count));
        for (var i = 0; i < count; i++)
        {
            var real = DrawClass();
            var teacher = Happens(TeacherError) ? Other(real) : real;

            // Easy examples are many: the probability stays near 1 for most of them, and falls for the last fifth.
            var probability = IsShuffled ? 0.5 + (_random.NextDouble() / 2) : 1 - (Difficulty * Math.Pow(_random.NextDouble(), 6));
            var student = IsShuffled ? DrawClass() : Happens(probability * (1 - HiddenError)) ? real : Other(real);
            var id = $"case-{_count++}";
            truth[id] = student == real;
            cases.Add(new EvalCase
            {
                Id = id,
                StudentScore = student == (IsVerified ? real : teacher) ? 1 : 0,
                TeacherScore = !IsVerified || teacher == real ? 1 : 0,
                IsVerified = IsVerified,
                Probability = probability,
                Reference = $"class-{(IsVerified ? real : teacher)}",
                LatencyMs = 1,
            });
        }

        return (cases, truth);
    }

    public GateInput DrawInput(int calibration, int eval) => new()
    {
        Calibration = Draw(calibration).Cases,
        Eval = Draw(eval).Cases,
        TeacherCostMicroUsd = 500,
    };

    private int DrawClass() => Happens(FirstClassShare) ? 0 : _random.Next(1, Classes);

    private int Other(int real) => (real + _random.Next(1, Classes)) % Classes;

    private bool Happens(double probability) => _random.NextDouble() < probability;
}
