namespace Freehold.Core.Calibration;

/// <summary>
/// Makes one score of the signals of an answer: a logistic model over <see cref="AnswerSignals.CopyTo"/>. A missing signal counts as its
/// usual value, so that it moves nothing. Immutable.
/// </summary>
public sealed class ConfidenceModel
{
    /// <summary>Numbers of a model: one weight a signal, and the bias.</summary>
    public const int WeightCount = AnswerSignals.Count + 1;

    private static readonly float[] Usual = [-0.5f, -0.75f, -0.6f, 1f, 1.5f, 1f, 0.7f, 1f];

    private readonly float[] _weights;

    /// <summary>A model of these weights.</summary>
    /// <exception cref="ArgumentException">There are not <see cref="WeightCount"/> of them, or one is not a number.</exception>
    public ConfidenceModel(float[] weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        if (weights.Length != WeightCount || !Array.TrueForAll(weights, float.IsFinite))
        {
            throw new ArgumentException($"A confidence model has {WeightCount} finite weights.", nameof(weights));
        }

        _weights = weights;
    }

    /// <summary>
    /// What is assumed before any outcome: an answer whose tokens are certain is right in nine cases of ten, one with a mean log-probability of
    /// -0.5 in every second; cut answers, disagreeing samples and broken JSON count against it.
    /// </summary>
    public static ConfidenceModel Prior { get; } = new([4f, 0.1f, 0.1f, 0.1f, 0f, 1f, 2f, 3f, 0.2f]);

    /// <summary>Weights of the signals, in their order, then the bias.</summary>
    public ReadOnlySpan<float> Weights => _weights;

    /// <summary>The score of an answer, 0 to 1.</summary>
    public double Score(in AnswerSignals signals)
    {
        Span<float> vector = stackalloc float[AnswerSignals.Count];
        signals.CopyTo(vector);
        return Score(vector);
    }

    /// <summary>The score of a vector of signals, 0 to 1.</summary>
    public double Score(ReadOnlySpan<float> vector)
    {
        Span<double> input = stackalloc double[WeightCount];
        ToInput(vector, input);
        double sum = 0;
        for (var i = 0; i < WeightCount; i++)
        {
            sum += _weights[i] * input[i];
        }

        return Sigmoid(sum);
    }

    /// <summary>The inputs that the weights multiply: distances from the usual values, 0 for what is missing, and 1 for the bias.</summary>
    internal static void ToInput(ReadOnlySpan<float> vector, Span<double> input)
    {
        for (var i = 0; i < AnswerSignals.Count; i++)
        {
            input[i] = float.IsFinite(vector[i]) ? vector[i] - Usual[i] : 0;
        }

        input[AnswerSignals.Count] = 1;
    }

    internal static double Sigmoid(double value) => 1 / (1 + Math.Exp(-value));
}
