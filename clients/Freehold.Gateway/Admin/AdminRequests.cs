using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Freehold.Contracts.Tenancy;
using Freehold.Gateway.Http;
using Freehold.Wire.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Freehold.Gateway.Admin;

/// <summary>What the admin endpoints share: bodies in, JSON out, results as errors.</summary>
internal static class AdminRequests
{
    private const int MaxBodyBytes = 256 << 10;

    /// <summary>The body as <typeparamref name="T"/>, or null after an error was sent.</summary>
    public static async ValueTask<T?> ReadAsync<T>(HttpContext context, JsonTypeInfo<T> type)
        where T : class
    {
        if (await BodyReader.ReadAsync(context, MaxBodyBytes) is not { } body)
        {
            return null;
        }

        try
        {
            if (JsonSerializer.Deserialize(body, type) is { } value)
            {
                return value;
            }

            await context.WriteErrorAsync(RequestErrors.NotAnObject("null"));
        }
        catch (JsonException e)
        {
            // The serializer's message names the missing or mistyped field, its path and its line.
            await context.WriteErrorAsync(new WireError(
                StatusCodes.Status400BadRequest, e.Message, WireErrorTypes.InvalidRequest, e.Path, "invalid_body"));
        }

        return null;
    }

    public static Task WriteAsync<T>(HttpContext context, int status, T value, JsonTypeInfo<T> type) =>
        context.WriteJsonAsync(status, JsonSerializer.SerializeToUtf8Bytes(value, type));

    /// <summary>The tenant of the path, or null after an error was sent.</summary>
    public static async ValueTask<TenantId?> TenantAsync(HttpContext context)
    {
        var name = context.GetRouteValue("tenant") as string;
        if (TenantId.TryParse(name, out var tenant))
        {
            return tenant;
        }

        await context.WriteErrorAsync(Invalid("tenant", $"'{name}' is not a tenant's name"));
        return null;
    }

    /// <summary>The tenant of the path, or null after an error was sent: nobody's guess at a name makes a tenant's grains.</summary>
    public static async ValueTask<TenantId?> ExistingTenantAsync(HttpContext context, IGrainFactory grains)
    {
        if (await TenantAsync(context) is not { } tenant)
        {
            return null;
        }

        if (await grains.GetGrain<ITenantGrain>(tenant.Value).GetProfileAsync(context.RequestAborted) is not null)
        {
            return tenant;
        }

        await context.WriteErrorAsync(NotFound($"There is no tenant '{tenant}'."));
        return null;
    }

    public static WireError Invalid(string param, string why) => RequestErrors.InvalidValue(param, why);

    public static WireError NotFound(string what) => new(
        StatusCodes.Status404NotFound, what, WireErrorTypes.InvalidRequest, null, "not_found");

    /// <summary>The error that a result stands for; null where it is a success.</summary>
    public static WireError? ErrorOf(TenantCommandResult result) => result.Status switch
    {
        TenantCommandStatus.Done => null,
        TenantCommandStatus.NoSuchTenant or TenantCommandStatus.NoSuchKey => NotFound(result.Detail!),
        TenantCommandStatus.LimitReached => new WireError(
            StatusCodes.Status409Conflict, result.Detail!, WireErrorTypes.InvalidRequest, null, "limit_reached"),
        _ => new WireError(StatusCodes.Status400BadRequest, result.Detail!, WireErrorTypes.InvalidRequest, null, "invalid_value"),
    };
}
