using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Freehold.Wire.Errors;
using Freehold.Wire.Requests;

namespace Freehold.Wire.Json;

/// <summary>
/// A <see cref="Utf8JsonReader"/> that checks types and ranges and remembers the first error. Each <c>Try</c> method starts on the
/// first token of a value and ends on its last; it returns false when <see cref="Error"/> is set.
/// </summary>
internal ref struct JsonCursor
{
    public Utf8JsonReader Reader;
    private readonly ReadOnlyMemory<byte> _body;

    public JsonCursor(ReadOnlyMemory<byte> body)
    {
        _body = body;
        Reader = new Utf8JsonReader(body.Span, WireJson.ReaderOptions);
    }

    public JsonCursor(Utf8JsonReader reader) => Reader = reader;

    public WireError? Error { get; private set; }

    public readonly bool IsNull => Reader.TokenType == JsonTokenType.Null;

    public readonly bool Is(JsonTokenType type) => Reader.TokenType == type;

    public bool Fail(WireError error)
    {
        Error ??= error;
        return false;
    }

    public bool FailType(FieldPath path, string expected) =>
        Fail(RequestErrors.WrongType(path.ToString(), expected, RequestErrors.Describe(ref Reader)));

    /// <summary>Moves to the value of the next member; false at the end of the object.</summary>
    public bool NextMember(out RequestField field)
    {
        field = RequestField.Unknown;
        Reader.Read();
        if (Reader.TokenType == JsonTokenType.EndObject) return false;
        field = RequestFields.Find(ref Reader);
        Reader.Read();
        return true;
    }

    /// <summary>Moves to the next element; false at the end of the array.</summary>
    public bool NextElement()
    {
        Reader.Read();
        return Reader.TokenType != JsonTokenType.EndArray;
    }

    public bool TryString(FieldPath path, [NotNullWhen(true)] out string? value)
    {
        value = null;
        if (Reader.TokenType != JsonTokenType.String) return FailType(path, "a string");
        try
        {
            value = Reader.GetString()!;
            return true;
        }
        catch (InvalidOperationException)
        {
            // UTF-8 was checked before, so only an escape such as \ud83d without its second half gets here.
            return Fail(RequestErrors.InvalidValue(path.ToString(), "the string has an escaped surrogate without its other half"));
        }
    }

    public bool TryOptionalString(FieldPath path, out string? value)
    {
        value = null;
        return IsNull || TryString(path, out value);
    }

    public bool TryBoolean(FieldPath path, out bool value)
    {
        value = Reader.TokenType == JsonTokenType.True;
        return value || Reader.TokenType is JsonTokenType.False or JsonTokenType.Null || FailType(path, "a boolean");
    }

    public bool TryInteger(FieldPath path, long minimum, long maximum, out long? value)
    {
        value = null;
        if (IsNull) return true;
        if (Reader.TokenType != JsonTokenType.Number) return FailType(path, "an integer");
        if (!Reader.TryGetInt64(out var number)) return FailIntegerForm(path, minimum, maximum);
        if (number < minimum) return Fail(RequestErrors.BelowMinimum(path.ToString(), "integer", minimum, number));
        if (number > maximum) return Fail(RequestErrors.AboveMaximum(path.ToString(), "integer", maximum, number));
        value = number;
        return true;
    }

    public bool TryInt(FieldPath path, int minimum, int maximum, out int? value)
    {
        var ok = TryInteger(path, minimum, maximum, out var number);
        value = (int?)number;
        return ok;
    }

    public bool TryDecimal(FieldPath path, double minimum, double maximum, out double? value)
    {
        value = null;
        if (IsNull) return true;
        if (Reader.TokenType != JsonTokenType.Number) return FailType(path, "a decimal");
        var number = Reader.GetDouble();
        if (number < minimum) return Fail(RequestErrors.BelowMinimum(path.ToString(), "decimal", minimum, number));
        if (number > maximum) return Fail(RequestErrors.AboveMaximum(path.ToString(), "decimal", maximum, number));
        value = number;
        return true;
    }

    /// <summary>The value's bytes, as a slice of the body.</summary>
    public RawJson Raw()
    {
        var start = (int)Reader.TokenStartIndex;
        Reader.Skip();
        return new RawJson(_body[start..(int)Reader.BytesConsumed]);
    }

    /// <summary>An integer too long for 64 bits is out of range; a number with a fraction or an exponent is another type.</summary>
    private bool FailIntegerForm(FieldPath path, long minimum, long maximum)
    {
        if (Reader.ValueSpan.IndexOfAny(".eE"u8) >= 0) return FailType(path, "an integer");
        var number = Reader.GetDouble();
        return Fail(number < 0
            ? RequestErrors.BelowMinimum(path.ToString(), "integer", minimum, number)
            : RequestErrors.AboveMaximum(path.ToString(), "integer", maximum, number));
    }
}
