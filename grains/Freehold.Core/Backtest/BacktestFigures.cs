using System.Globalization;

namespace Freehold.Core.Backtest;

/// <summary>The figures of a report as people read them.</summary>
public static class BacktestFigures
{
    private const string Nothing = "-";

    /// <summary>Name and value of each figure.</summary>
    public static IReadOnlyList<(string Name, string Value)> Of(BacktestReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return
        [
            ("Rows, measured", string.Create(CultureInfo.InvariantCulture, $"{report.Rows:N0}, {report.RowsMeasured:N0}")),
            ("APGR offline", Number(report.ApgrOffline)),
            ("APGR online, second half", Number(report.ApgrOnline)),
            ("APGR random", "0.5000"),
            ("APGR oracle", Number(report.ApgrOracle)),
            ("Gap to the oracle", Number(report.OracleGap)),
            ("CPT(50)", Share(report.Cpt50)),
            ("CPT(80)", Share(report.Cpt80)),
            ("CPT(50) online", Share(report.Cpt50Online)),
            ("CPT(80) online", Share(report.Cpt80Online)),
            ("Cost at equal quality", Share(report.CostAtEqualQuality)),
            ("Recovered online, as served", Share(report.OnlineRecovered)),
            ("Budget spent online", Share(report.OnlineBudget)),
        ];
    }

    private static string Number(double? value) => value?.ToString("0.0000", CultureInfo.InvariantCulture) ?? Nothing;

    private static string Share(double? value) => value is { } share ? share.ToString("P1", CultureInfo.InvariantCulture) : Nothing;
}
