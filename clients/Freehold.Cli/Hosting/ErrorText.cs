using System.Globalization;
using Freehold.Client;

namespace Freehold.Cli.Hosting;

/// <summary>A failed call in one line: what, where, what to do.</summary>
internal static class ErrorText
{
    public static string Of(FreeholdException failure, string? keySource)
    {
        var remedy = failure switch
        {
            { Failure: FreeholdFailure.Unreachable } =>
                " Start a silo with 'dotnet run --project silos/Freehold.Silo', "
                + $"or name another gateway with --url or {GlobalOptions.UrlVariable}.",
            { Status: 401 or 403 } when keySource is not null => $" The key came from {keySource}.",
            { RetryAfter: { } wait } => string.Create(CultureInfo.InvariantCulture, $" Try again in {wait.TotalSeconds:0.#} s."),
            _ => "",
        };
        return failure.Message + remedy + Details(failure);
    }

    private static string Details(FreeholdException failure)
    {
        string?[] details =
        [
            failure.Status is { } status ? string.Create(CultureInfo.InvariantCulture, $"HTTP {status}") : null,
            failure.Code is { } code ? $"code {code}" : null,
            failure.Param is { } param ? $"param {param}" : null,
            failure.RequestId is { } id ? $"request {id}" : null,
        ];
        var known = string.Join(", ", details.Where(detail => detail is not null));
        return known.Length == 0 ? "" : $" ({known})";
    }
}
