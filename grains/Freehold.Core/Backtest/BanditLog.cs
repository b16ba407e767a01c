using Freehold.Core.Backtest.Tables;
using Freehold.Core.Features;
using Freehold.Core.Learning.Quality;

namespace Freehold.Core.Backtest;

/// <summary>Rows served so far, each with the one result that was seen.</summary>
internal sealed class BanditLog(RoutingTable table)
{
    /// <summary>Latest requests by which prices of budgets are set.</summary>
    private const int LatestRows = 1_000;

    private readonly List<RequestFeatures> _features = [];
    private readonly List<(int Arm, double Quality)> _seen = [];

    public void Add(int row, int arm)
    {
        var quality = table.QualityAt(row, arm);
        if (double.IsNaN(quality)) return;
        _features.Add(table.Features[row]);
        _seen.Add((arm, quality));
    }

    /// <summary>The latest requests.</summary>
    public IReadOnlyList<RequestFeatures> Latest() => _features[^Math.Min(LatestRows, _features.Count)..];

    /// <summary>A model of what was seen; null where nothing was.</summary>
    public QualityModel? Learn(int seed, CancellationToken cancellationToken)
    {
        if (_seen.Count == 0) return null;
        var first = Math.Max(0, _seen.Count - QualityRows.MaxRows);
        var quality = new double[(_seen.Count - first) * table.Arms];
        Array.Fill(quality, double.NaN);
        for (var i = first; i < _seen.Count; i++) quality[((i - first) * table.Arms) + _seen[i].Arm] = _seen[i].Quality;
        return QualityTrainer.Train(new QualityRows(table.Arms, _features[first..], quality), prior: null, seed, cancellationToken);
    }
}
