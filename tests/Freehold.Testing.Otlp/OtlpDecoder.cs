namespace Freehold.Testing.Otlp;

/// <summary>
/// Reads export requests by the field numbers that opentelemetry-proto 1.x publishes; all three signals have the same outer form.
/// </summary>
internal static class OtlpDecoder
{
    public delegate void ItemReader(OtlpAttributes resource, string scope, ReadOnlySpan<byte> item);

    /// <summary>Export request: repeated resource (1: attributes) with scopes (2: scope 1, items 2).</summary>
    public static void ReadItems(ReadOnlySpan<byte> request, ItemReader read)
    {
        var outer = new ProtoReader(request);
        while (outer.Read())
        {
            var resource = new OtlpAttributes();
            var part = new ProtoReader(outer.Value);
            while (part.Read())
            {
                switch (part.Field)
                {
                    case 1:
                        ReadResource(part.Value, resource);
                        break;
                    case 2:
                        ReadScope(part.Value, resource, read);
                        break;
                }
            }
        }
    }

    public static OtlpSpan ReadSpan(OtlpAttributes resource, string scope, ReadOnlySpan<byte> message)
    {
        var span = new OtlpSpan(resource, scope);
        var reader = new ProtoReader(message);
        while (reader.Read())
        {
            switch (reader.Field)
            {
                case 1: span.TraceId = Convert.ToHexStringLower(reader.Value); break;
                case 2: span.SpanId = Convert.ToHexStringLower(reader.Value); break;
                case 4: span.ParentId = Convert.ToHexStringLower(reader.Value); break;
                case 5: span.Name = reader.Text; break;
                case 6: span.Kind = (OtlpSpanKind)reader.Number; break;
                case 7: span.StartUnixNs = reader.Number; break;
                case 8: span.EndUnixNs = reader.Number; break;
                case 9: ReadAttribute(reader.Value, span.Attributes); break;
                case 11: span.Events.Add(TextOf(reader.Value, 2)); break;
                case 15: span.IsError = NumberOf(reader.Value, 3) == 2; break;
            }
        }

        return span;
    }

    public static OtlpLog ReadLog(OtlpAttributes resource, string scope, ReadOnlySpan<byte> message)
    {
        var log = new OtlpLog(resource, scope);
        var reader = new ProtoReader(message);
        while (reader.Read())
        {
            switch (reader.Field)
            {
                case 3: log.Severity = reader.Text; break;
                case 5: log.Body = ReadValue(reader.Value)?.ToString() ?? ""; break;
                case 6: ReadAttribute(reader.Value, log.Attributes); break;
                case 9: log.TraceId = Convert.ToHexStringLower(reader.Value); break;
                case 10: log.SpanId = Convert.ToHexStringLower(reader.Value); break;
            }
        }

        return log;
    }

    /// <summary>Metric: name 1, unit 3, then gauge 5, sum 7 or histogram 9, each with data points 1.</summary>
    public static void ReadMetric(OtlpAttributes resource, ReadOnlySpan<byte> message, List<OtlpPoint> points)
    {
        var (name, unit) = (TextOf(message, 1), TextOf(message, 3));
        var reader = new ProtoReader(message);
        while (reader.Read())
        {
            if (reader.Field is not (5 or 7 or 9))
            {
                continue;
            }

            var isHistogram = reader.Field == 9;
            var data = new ProtoReader(reader.Value);
            while (data.Read())
            {
                if (data.Field == 1)
                {
                    var point = new OtlpPoint(resource, name, unit);
                    ReadPoint(data.Value, point, isHistogram);
                    points.Add(point);
                }
            }
        }
    }

    private static void ReadPoint(ReadOnlySpan<byte> message, OtlpPoint point, bool isHistogram)
    {
        var reader = new ProtoReader(message);
        while (reader.Read())
        {
            switch (reader.Field)
            {
                case 4 when isHistogram: point.Count = (long)reader.Number; break;
                case 5 when isHistogram: point.Sum = reader.Double; break;
                case 7 when isHistogram: point.Bounds = [.. reader.Packed64().Select(BitConverter.UInt64BitsToDouble)]; break;
                case 9 when isHistogram: ReadAttribute(reader.Value, point.Attributes); break;
                case 4: point.Value = reader.Double; break;
                case 6 when !isHistogram: point.Value = (long)reader.Number; break;
                case 7: ReadAttribute(reader.Value, point.Attributes); break;
            }
        }
    }

    private static void ReadResource(ReadOnlySpan<byte> message, OtlpAttributes attributes)
    {
        var reader = new ProtoReader(message);
        while (reader.Read())
        {
            if (reader.Field == 1)
            {
                ReadAttribute(reader.Value, attributes);
            }
        }
    }

    private static void ReadScope(ReadOnlySpan<byte> message, OtlpAttributes resource, ItemReader read)
    {
        var name = "";
        var reader = new ProtoReader(message);
        while (reader.Read())
        {
            if (reader.Field == 1)
            {
                name = TextOf(reader.Value, 1);
            }
            else if (reader.Field == 2)
            {
                read(resource, name, reader.Value);
            }
        }
    }

    /// <summary>KeyValue: key 1, value 2.</summary>
    private static void ReadAttribute(ReadOnlySpan<byte> message, OtlpAttributes attributes)
    {
        var key = "";
        var reader = new ProtoReader(message);
        while (reader.Read())
        {
            if (reader.Field == 1)
            {
                key = reader.Text;
            }
            else if (reader.Field == 2)
            {
                attributes[key] = ReadValue(reader.Value);
            }
        }
    }

    /// <summary>AnyValue: string 1, bool 2, int 3, double 4, array 5 (values 1).</summary>
    private static object? ReadValue(ReadOnlySpan<byte> message)
    {
        var reader = new ProtoReader(message);
        return !reader.Read() ? null : reader.Field switch
        {
            1 => reader.Text,
            2 => reader.Number != 0,
            3 => (long)reader.Number,
            4 => reader.Double,
            5 => ReadArray(reader.Value),
            _ => null,
        };
    }

    private static object?[] ReadArray(ReadOnlySpan<byte> message)
    {
        var values = new List<object?>();
        var reader = new ProtoReader(message);
        while (reader.Read())
        {
            values.Add(ReadValue(reader.Value));
        }

        return [.. values];
    }

    private static string TextOf(ReadOnlySpan<byte> message, int field)
    {
        var reader = new ProtoReader(message);
        while (reader.Read())
        {
            if (reader.Field == field)
            {
                return reader.Text;
            }
        }

        return "";
    }

    private static ulong NumberOf(ReadOnlySpan<byte> message, int field)
    {
        var reader = new ProtoReader(message);
        while (reader.Read())
        {
            if (reader.Field == field)
            {
                return reader.Number;
            }
        }

        return 0;
    }
}
