using Microsoft.Extensions.Options;

namespace Freehold.Storage.Outcomes.Postgres;

/// <summary>Says which option is out of its range, what it is, and what it may be.</summary>
internal sealed class PostgresOutcomeLogOptionsValidator : IValidateOptions<PostgresOutcomeLogOptions>
{
    public ValidateOptionsResult Validate(string? name, PostgresOutcomeLogOptions options)
    {
        (string Option, long Value, long Min, long Max)[] ranges =
        [
            (nameof(options.MaxPendingAppends), options.MaxPendingAppends, 1, 1_000_000),
            (nameof(options.MaxPendingBytes), options.MaxPendingBytes, OutcomeLogBounds.MaxEventBytes, 16L << 30),
            (nameof(options.MaxGroup), options.MaxGroup, 1, 65_536),
            (nameof(options.MaxGroupBytes), options.MaxGroupBytes, OutcomeLogBounds.MaxEventBytes, 256L << 20),
            (nameof(options.Writers), options.Writers, 1, 32),
            (nameof(options.Readers), options.Readers, 1, 64),
            (nameof(options.MaxPendingReads), options.MaxPendingReads, 1, 1_000_000),
            (nameof(options.RetryForMs), options.RetryForMs, 0, 600_000),
            (nameof(options.CommandTimeoutMs), options.CommandTimeoutMs, 1_000, 600_000),
            (nameof(options.MaxTranscriptsPerWorkload), options.MaxTranscriptsPerWorkload, 1, 10_000_000),
        ];
        var failures = ranges
            .Where(range => range.Value < range.Min || range.Value > range.Max)
            .Select(range => $"{nameof(PostgresOutcomeLogOptions)}.{range.Option} is {range.Value}; set it to {range.Min} to {range.Max}.")
            .ToArray();
        return failures.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
