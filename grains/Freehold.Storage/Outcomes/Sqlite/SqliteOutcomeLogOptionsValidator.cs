using Microsoft.Extensions.Options;

namespace Freehold.Storage.Outcomes.Sqlite;

/// <summary>Says which option is out of its range, what it is, and what it may be.</summary>
internal sealed class SqliteOutcomeLogOptionsValidator : IValidateOptions<SqliteOutcomeLogOptions>
{
    public ValidateOptionsResult Validate(string? name, SqliteOutcomeLogOptions options)
    {
        (string Option, long Value, long Min, long Max)[] ranges =
        [
            (nameof(options.MaxPendingAppends), options.MaxPendingAppends, 1, 1_000_000),
            (nameof(options.MaxPendingBytes), options.MaxPendingBytes, OutcomeLogBounds.MaxEventBytes, 16L << 30),
            (nameof(options.MaxGroup), options.MaxGroup, 1, 65_536),
            (nameof(options.ReaderThreads), options.ReaderThreads, 1, 16),
            (nameof(options.MaxPendingReads), options.MaxPendingReads, 1, 1_000_000),
            (nameof(options.WriterCacheMebibytes), options.WriterCacheMebibytes, 1, 16_384),
            (nameof(options.CheckpointPages), options.CheckpointPages, 64, 1_000_000),
            (nameof(options.MaxFileMebibytes), options.MaxFileMebibytes, 0, 1_000_000_000),
            (nameof(options.BusyTimeoutMs), options.BusyTimeoutMs, 0, 600_000),
            (nameof(options.MaxTranscriptsPerWorkload), options.MaxTranscriptsPerWorkload, 1, 10_000_000),
        ];
        var failures = ranges
            .Where(range => range.Value < range.Min || range.Value > range.Max)
            .Select(range => $"{nameof(SqliteOutcomeLogOptions)}.{range.Option} is {range.Value}; set it to {range.Min} to {range.Max}.")
            .ToArray();
        return failures.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
