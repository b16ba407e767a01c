using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Freehold.Contracts.Tenancy;
using Freehold.Wire.Errors;
using Microsoft.AspNetCore.Http;

namespace Freehold.Gateway.Http;

/// <summary>Reads what stands behind the question mark. A parameter that is there and cannot be read is an error, never its default.</summary>
internal static class QueryParameters
{
    private static readonly string[] TimeForms = ["yyyy-MM-dd", "yyyy-MM-ddTHH:mmK", "yyyy-MM-ddTHH:mm:ssK", "yyyy-MM-ddTHH:mm:ss.FFFFFFFK"];

    /// <summary>The tenant that is asked for, else the caller's own; null where the caller may not see it.</summary>
    public static TenantId? Tenant(this IQueryCollection parameters, Principal principal)
    {
        var own = TenantId.Parse(principal.Tenant);
        if (!parameters.TryGetValue("tenant", out var name) || name == own.Value)
        {
            return own;
        }

        return principal.Roles.HasFlag(KeyRoles.Admin) && TenantId.TryParse(name, out var tenant) ? tenant : null;
    }

    /// <summary>A whole number in a range, or null where it is absent.</summary>
    public static bool TryNumber(
        this IQueryCollection parameters, string name, long min, long max, out long? value, [NotNullWhen(false)] out WireError? error)
    {
        value = null;
        error = null;
        if (!parameters.TryGetValue(name, out var text))
        {
            return true;
        }

        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max)
        {
            value = number;
            return true;
        }

        error = RequestErrors.InvalidValue(name, string.Create(
            CultureInfo.InvariantCulture, $"expected a whole number from {min} to {max}"));
        return false;
    }

    /// <summary>A day (its beginning, UTC) or a time (UTC where it names no offset), or null where it is absent.</summary>
    public static bool TryTime(
        this IQueryCollection parameters, string name, out DateTimeOffset? value, [NotNullWhen(false)] out WireError? error)
    {
        value = null;
        error = null;
        if (!parameters.TryGetValue(name, out var text))
        {
            return true;
        }

        if (DateTimeOffset.TryParseExact(
            text, TimeForms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time))
        {
            value = time;
            return true;
        }

        error = RequestErrors.InvalidValue(
            name, "expected a day such as 2026-01-31 or a time such as 2026-01-31T12:00:00Z; in a URL, '+' is written %2B");
        return false;
    }
}
