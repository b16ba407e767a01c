using Freehold.Core.Numerics;

namespace Freehold.Core.Learning.Quality.Training;

/// <summary>Fits one view: first what all arms have in common, then what each has of its own, drawn to the common.</summary>
internal sealed class ViewTrainer
{
    /// <summary>
    /// An arm's own part is penalised this many times as strongly as the common one: arms mostly find the same requests hard.
    /// </summary>
    private const double OwnPartStrength = 2;

    /// <summary>
    /// An arm that knows at least this share of all rows uses their bound: it holds for fewer rows too, only steps get shorter.
    /// </summary>
    private const double SharedBoundShare = 0.7;

    private readonly LandmarkKernel _kernel;
    private readonly float[] _likeness;
    private readonly KernelLogistic _logistic;
    private readonly QualityView? _prior;

    /// <summary>A trainer.</summary>
    /// <param name="kernel">The landmarks.</param>
    /// <param name="places">The rows' places, [rows * dimensions].</param>
    /// <param name="prior">The view to start from, where there is one; of the same kernel.</param>
    public ViewTrainer(LandmarkKernel kernel, float[] places, QualityView? prior)
    {
        (_kernel, _prior) = (kernel, prior);
        var rows = places.Length / kernel.Dimensions;
        _likeness = new float[rows * kernel.Width];
        for (var row = 0; row < rows; row++)
            kernel.Compare(places.AsSpan(row * kernel.Dimensions, kernel.Dimensions), _likeness.AsSpan(row * kernel.Width, kernel.Width));
        _logistic = new KernelLogistic(kernel, _likeness);
    }

    /// <summary>Number of landmarks.</summary>
    public int Landmarks => _kernel.Count;

    /// <summary>Likenesses of a row, [Width].</summary>
    public ReadOnlySpan<float> LikenessOf(int row) => _likeness.AsSpan(row * _kernel.Width, _kernel.Width);

    /// <summary>Fits a view for each strength of the penalty.</summary>
    public QualityView[] Fit(QualityRows rows, int[] among, ReadOnlySpan<double> strengths, CancellationToken cancellationToken)
    {
        var bound = _logistic.BoundOver(among, cancellationToken);
        var common = new float[strengths.Length][];
        var own = new double[strengths.Length];
        var factors = new CholeskyFactor?[strengths.Length];
        var weights = new float[strengths.Length][];
        for (var i = 0; i < strengths.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            common[i] = FitCommon(rows, among, bound, strengths[i]);
            own[i] = OwnPartStrength * strengths[i];
            weights[i] = new float[rows.Arms * _kernel.Width];
        }

        for (var arm = 0; arm < rows.Arms; arm++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var known = rows.KnownRows(arm, among);
            var prior = _prior?.WeightsOf(arm).ToArray();
            float[][] starts = [.. common.Select(one => prior ?? one)];
            var fits = known.Length >= SharedBoundShare * among.Length
                ? FitArm(rows, arm, known, starts, own, i => factors[i] ??= _logistic.Factor(bound, own[i]))
                : FitOwn(rows, arm, known, starts, own, cancellationToken);
            for (var i = 0; i < fits.Length; i++) fits[i].CopyTo(weights[i].AsSpan(arm * _kernel.Width));
        }

        return [.. weights.Select(one => new QualityView(_kernel, one))];
    }

    private float[][] FitOwn(
        QualityRows rows, int arm, int[] known, float[][] starts, double[] strengths, CancellationToken cancellationToken)
    {
        if (known.Length == 0) return starts;
        if (known.Length < _kernel.Width) return _logistic.FitFew(known, TargetOf(rows, arm, known), starts, strengths);
        var bound = _logistic.BoundOver(known, cancellationToken);
        return FitArm(rows, arm, known, starts, strengths, i => _logistic.Factor(bound, strengths[i]));
    }

    private float[][] FitArm(
        QualityRows rows, int arm, int[] known, float[][] starts, double[] strengths, Func<int, CholeskyFactor> factorOf)
    {
        var target = TargetOf(rows, arm, known);
        return [.. starts.Select((start, i) => _logistic.Fit(known, target, start, strengths[i], factorOf(i)))];
    }

    private static double[] TargetOf(QualityRows rows, int arm, int[] known) => [.. known.Select(row => rows.QualityAt(row, arm))];

    private float[] FitCommon(QualityRows rows, int[] among, double[] bound, double strength)
    {
        if (_prior is not null) return [];
        var (known, target) = (new List<int>(), new List<double>());
        foreach (var row in among)
        {
            var (sum, count) = (0.0, 0);
            for (var arm = 0; arm < rows.Arms; arm++)
            {
                if (double.IsNaN(rows.QualityAt(row, arm))) continue;
                sum += rows.QualityAt(row, arm);
                count++;
            }

            if (count == 0) continue;
            known.Add(row);
            target.Add(sum / count);
        }

        return _logistic.Fit([.. known], [.. target], new float[_kernel.Width], strength, _logistic.Factor(bound, strength));
    }
}
