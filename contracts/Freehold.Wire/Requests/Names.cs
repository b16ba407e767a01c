using System.Diagnostics.CodeAnalysis;
using Freehold.Wire.Errors;
using Freehold.Wire.Json;

namespace Freehold.Wire.Requests;

/// <summary>Property names that are data, as in maps.</summary>
internal static class Names
{
    public static bool TryGet(ref JsonCursor cursor, string param, [NotNullWhen(true)] out string? name)
    {
        try
        {
            name = cursor.Reader.GetString()!;
            return true;
        }
        catch (InvalidOperationException)
        {
            name = null;
            return cursor.Fail(RequestErrors.InvalidValue(param, "a key has an escaped surrogate without its other half"));
        }
    }
}
