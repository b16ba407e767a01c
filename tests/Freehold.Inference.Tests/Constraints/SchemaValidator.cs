using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Freehold.Inference.Tests.Constraints;

/// <summary>
/// Says whether a value is valid under a schema, keyword by keyword as the specification has them. It shares nothing with what is tested.
/// </summary>
internal sealed class SchemaValidator(JsonElement root)
{
    public string? Validate(JsonElement value) => Check(root, value, "$");

    private string? Check(JsonElement schema, JsonElement value, string path)
    {
        if (schema.ValueKind == JsonValueKind.True)
            return null;
        if (schema.ValueKind == JsonValueKind.False)
            return $"{path}: nothing is allowed here";
        foreach (var keyword in schema.EnumerateObject())
        {
            if (Keyword(schema, keyword.Name, keyword.Value, value, path) is { } fault)
                return fault;
        }

        return null;
    }

    private string? Keyword(JsonElement schema, string name, JsonElement rule, JsonElement value, string path)
    {
        string? Unless(bool holds) => holds ? null : $"{path}: {name} {rule} does not hold for {value.GetRawText()}";
        switch (name)
        {
            case "type":
                return Unless(
                rule.ValueKind == JsonValueKind.Array ? rule.EnumerateArray().Any(t => IsType(t, value)) : IsType(rule, value));
            case "enum": return Unless(rule.EnumerateArray().Any(one => JsonElement.DeepEquals(one, value)));
            case "const": return Unless(JsonElement.DeepEquals(rule, value));
            case "$ref": return Check(Resolve(rule.GetString()!), value, path);
            case "allOf": return rule.EnumerateArray().Select(part => Check(part, value, path)).FirstOrDefault(fault => fault is not null);
            case "anyOf": return Unless(rule.EnumerateArray().Any(part => Check(part, value, path) is null));
            case "oneOf": return Unless(rule.EnumerateArray().Count(part => Check(part, value, path) is null) == 1);
        }

        return value.ValueKind switch
        {
            JsonValueKind.Object => Object(schema, name, rule, value, path),
            JsonValueKind.Array => Array(schema, name, rule, value, path),
            JsonValueKind.String => Unless(String(name, rule, value.GetString()!)),
            JsonValueKind.Number => Unless(Number(name, rule, value)),
            _ => null,
        };
    }

    private string? Object(JsonElement schema, string name, JsonElement rule, JsonElement value, string path) => name switch
    {
        "required" => rule.EnumerateArray().Where(key => !value.TryGetProperty(key.GetString()!, out _))
            .Select(key => $"{path}: {key} is missing").FirstOrDefault(),
        "properties" => rule.EnumerateObject()
            .Select(property => value.TryGetProperty(property.Name, out var member)
                ? Check(property.Value, member, $"{path}.{property.Name}")
                : null)
            .FirstOrDefault(fault => fault is not null),
        "additionalProperties" => value.EnumerateObject()
            .Where(member => !(schema.TryGetProperty("properties", out var listed) && listed.TryGetProperty(member.Name, out _)))
            .Select(member => Check(rule, member.Value, $"{path}.{member.Name}")).FirstOrDefault(fault => fault is not null),
        _ => null,
    };

    private string? Array(JsonElement schema, string name, JsonElement rule, JsonElement value, string path)
    {
        var prefix = schema.TryGetProperty("prefixItems", out var first) ? first.GetArrayLength() : 0;
        return name switch
        {
            "minItems" => value.GetArrayLength() >= rule.GetInt32() ? null : $"{path}: too few items",
            "maxItems" => value.GetArrayLength() <= rule.GetInt32() ? null : $"{path}: too many items",
            "prefixItems" => value.EnumerateArray().Zip(rule.EnumerateArray())
                .Select((pair, i) => Check(pair.Second, pair.First, $"{path}[{i}]"))
                .FirstOrDefault(fault => fault is not null),
            "items" => value.EnumerateArray().Skip(prefix).Select((item, i) => Check(rule, item, $"{path}[{prefix + i}]"))
                .FirstOrDefault(fault => fault is not null),
            _ => null,
        };
    }

    private static bool String(string name, JsonElement rule, string value) => name switch
    {
        "minLength" => value.EnumerateRunes().Count() >= rule.GetInt32(),
        "maxLength" => value.EnumerateRunes().Count() <= rule.GetInt32(),
        "pattern" => Regex.IsMatch(value, rule.GetString()!, RegexOptions.ECMAScript),
        "format" => Format(rule.GetString()!, value),
        _ => true,
    };

    private static bool Format(string format, string value) => format switch
    {
        "date" => DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        "date-time" => value[10] == 'T' && DateTimeOffset.TryParse(
            value.Replace('T', ' ')[..19] + "Z", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        "time" => TimeOnly.TryParseExact(value[..8], "HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        "uuid" => Guid.TryParseExact(value, "D", out _),
        "ipv4" or "ipv6" => System.Net.IPAddress.TryParse(value, out var address) && address.ToString().Contains('.') == (format == "ipv4"),
        "email" => System.Net.Mail.MailAddress.TryCreate(value, out _),
        "uri" => Uri.TryCreate(value, UriKind.Absolute, out _),
        "hostname" => Uri.CheckHostName(value) == UriHostNameType.Dns,
        "duration" => value.StartsWith('P') && value.Length > 2,
        _ => false,
    };

    private static bool Number(string name, JsonElement rule, JsonElement value) => name switch
    {
        "minimum" => value.GetDecimal() >= rule.GetDecimal(),
        "exclusiveMinimum" => value.GetDecimal() > rule.GetDecimal() && value.GetDouble() > rule.GetDouble(),
        "maximum" => value.GetDecimal() <= rule.GetDecimal(),
        "exclusiveMaximum" => value.GetDecimal() < rule.GetDecimal() && value.GetDouble() < rule.GetDouble(),
        "multipleOf" => value.GetDecimal() % rule.GetDecimal() == 0,
        _ => double.IsFinite(value.GetDouble()),
    };

    private static bool IsType(JsonElement type, JsonElement value) => type.GetString() switch
    {
        "null" => value.ValueKind == JsonValueKind.Null,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "string" => value.ValueKind == JsonValueKind.String,
        "array" => value.ValueKind == JsonValueKind.Array,
        "object" => value.ValueKind == JsonValueKind.Object,
        "integer" => value.ValueKind == JsonValueKind.Number && Math.Floor(value.GetDouble()) == value.GetDouble(),
        "number" => value.ValueKind == JsonValueKind.Number,
        _ => false,
    };

    private JsonElement Resolve(string reference) =>
        reference.Split('/').Skip(1).Aggregate(root, (element, name) => element.GetProperty(name));
}
