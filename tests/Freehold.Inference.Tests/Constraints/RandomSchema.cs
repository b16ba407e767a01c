using System.Text.Json.Nodes;

namespace Freehold.Inference.Tests.Constraints;

/// <summary>Makes schemas of all supported keywords at random. Each has valid values.</summary>
internal sealed class RandomSchema(int seed)
{
    private static readonly string[] Names = ["name", "value", "id", "a", "ab", "abc", "\u00e9t\u00e9", "with \"quotes\"", "x/y~z", ""];
    private static readonly string[] Patterns =
    [
        "^[a-z]+$", "^[A-Z]{2,3}-\\d{2}$", "b.d", "^(?:yes|no|maybe)$", "^\\w+ \\w+$", "^[^a-y]{1,4}",
        "^\"\\\\?$", "^\u00e9+|\U0001F600$", "^a?b*c{2}$",
    ];

    private static readonly string[] FormatNames =
        ["date", "date-time", "time", "uuid", "ipv4", "ipv6", "email", "uri", "hostname", "duration"];

    private readonly Random _random = new(seed);

    public string Create()
    {
        var schema = Schema(3);
        schema["$defs"] = new JsonObject { ["tree"] = Tree(), ["leaf"] = Schema(0) };
        return schema.ToJsonString();
    }

    private JsonObject Schema(int depth)
    {
        var most = depth == 0 ? 7 : 13;
        return _random.Next(most) switch
        {
            0 => String(),
            1 => Integer(),
            2 => Number(),
            3 => new JsonObject { ["enum"] = new JsonArray("red", "green", 1, 1.5, null, true, new JsonObject { ["k"] = "v" }) },
            4 => new JsonObject { ["const"] = Names[_random.Next(Names.Length)] },
            5 => new JsonObject { ["type"] = new JsonArray("boolean", "null", "string") },
            6 => String(),
            7 or 8 => Object(depth),
            9 => Array(depth),
            10 => new JsonObject { ["anyOf"] = new JsonArray(Schema(depth - 1), Schema(depth - 1), Schema(depth - 1)) },
            11 => new JsonObject { ["$ref"] = _random.Next(2) == 0 ? "#/$defs/tree" : "#/$defs/leaf" },
            _ => Joined(depth),
        };
    }

    private JsonObject String()
    {
        var schema = new JsonObject { ["type"] = "string" };
        switch (_random.Next(4))
        {
            case 0:
                schema["minLength"] = _random.Next(4);
                schema["maxLength"] = _random.Next(4, 30);
                break;
            case 1:
                schema["pattern"] = Patterns[_random.Next(Patterns.Length)];
                break;
            case 2:
                schema["format"] = FormatNames[_random.Next(FormatNames.Length)];
                break;
        }

        return schema;
    }

    private JsonObject Integer()
    {
        var low = _random.Next(-2_000, 2_000);
        var schema = new JsonObject { ["type"] = "integer" };
        if (_random.Next(3) > 0)
            schema[_random.Next(2) == 0 ? "minimum" : "exclusiveMinimum"] = low;
        if (_random.Next(3) > 0)
            schema[_random.Next(2) == 0 ? "maximum" : "exclusiveMaximum"] = low + _random.Next(60, 3_000);
        if (_random.Next(3) == 0)
            schema["multipleOf"] = _random.Next(1, 30);
        return schema;
    }

    private JsonObject Number()
    {
        var low = Math.Round((decimal)(_random.NextDouble() * 200 - 100), _random.Next(4));
        var schema = new JsonObject { ["type"] = "number" };
        if (_random.Next(3) > 0)
            schema[_random.Next(2) == 0 ? "minimum" : "exclusiveMinimum"] = low;
        if (_random.Next(3) > 0)
            schema[_random.Next(2) == 0 ? "maximum" : "exclusiveMaximum"] = low + _random.Next(1, 300) / 10m;
        return schema;
    }

    private JsonObject Object(int depth)
    {
        var names = Names.OrderBy(_ => _random.Next()).Take(_random.Next(5)).ToArray();
        var schema = new JsonObject
        {
            ["type"] = "object",
            ["properties"] = new JsonObject(names.Select(name => KeyValuePair.Create(name, (JsonNode?)Schema(depth - 1)))),
            ["required"] = new JsonArray([.. names.Where(_ => _random.Next(2) == 0).Select(name => (JsonNode)name)]),
        };
        var others = _random.Next(4);
        if (others < 3)
            schema["additionalProperties"] = others == 0 ? false : others == 1 ? Schema(0) : true;
        return schema;
    }

    private JsonObject Array(int depth)
    {
        var schema = new JsonObject { ["type"] = "array", ["items"] = Schema(depth - 1) };
        if (_random.Next(2) == 0)
            schema["minItems"] = _random.Next(4);
        if (_random.Next(2) == 0)
            schema["maxItems"] = _random.Next(4, 9);
        if (_random.Next(3) == 0)
            schema["prefixItems"] = new JsonArray(Schema(depth - 1), Schema(0));
        return schema;
    }

    private JsonObject Joined(int depth) => new()
    {
        ["allOf"] = new JsonArray(
            new JsonObject { ["properties"] = new JsonObject { ["a"] = Schema(depth - 1), ["n"] = new JsonObject { ["minimum"] = 3 } } },
            new JsonObject
            {
                ["type"] = "object",
                ["properties"] = new JsonObject { ["n"] = new JsonObject { ["type"] = "integer", ["maximum"] = 50 }, ["b"] = Schema(0) },
                ["required"] = new JsonArray("n"),
            }),
    };

    private static JsonObject Tree() => new()
    {
        ["type"] = "object",
        ["properties"] = new JsonObject
        {
            ["value"] = new JsonObject { ["type"] = "integer" },
            ["children"] = new JsonObject { ["type"] = "array", ["items"] = new JsonObject { ["$ref"] = "#/$defs/tree" } },
            ["next"] = new JsonObject
            {
                ["oneOf"] = new JsonArray(new JsonObject { ["$ref"] = "#/$defs/tree" }, new JsonObject { ["type"] = "null" }),
            },
        },
        ["required"] = new JsonArray("value", "children", "next"),
        ["additionalProperties"] = false,
    };
}
