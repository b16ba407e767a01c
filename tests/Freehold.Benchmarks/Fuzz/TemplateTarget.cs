using System.Text;
using Freehold.Inference.Templates;

namespace Freehold.Benchmarks.Fuzz;

/// <summary>Chat templates: parsed, and rendered for a conversation with tools, calls and results.</summary>
internal sealed class TemplateTarget : IFuzzTarget
{
    private static readonly string[] Templates =
    [
        "{% for m in messages %}{{ '<|' + m['role'] + '|>\n' + m['content']|trim + '<|end|>\n' }}{% endfor %}" +
            "{% if add_generation_prompt %}{{ '<|assistant|>' }}{% endif %}",
        "{%- set ns = namespace(n=0, last=messages|length - 1) %}{%- for m in messages[::-1] if m.role != 'x' %}" +
            "{%- set ns.n = ns.n + loop.index0 %}" +
            "{{- m.content.split('a')[-1].lstrip('\\n') ~ ns.n }}{%- else %}none{%- endfor -%}",
        "{% macro f(a, b=2) %}{{ a|tojson(indent=b) }}{% if a is mapping %}{% for k, v in a|dictsort %}{{ f(v) }}{% endfor %}{% endif %}" +
            "{% endmacro %}{% for t in tools or [] %}{{ f(t, 1) }}{% endfor %}{% call(x) f(3) %}{{ x }}{% endcall %}",
        "{% set x %}{{ messages|map(attribute='role')|join(', ')|upper }}{% endset %}" +
            "{{ x[1:-2:2] ~ x|replace('U', 'u') ~ '%s-%05.2f' % ('a', 2.5) }}" +
            "{{ messages|selectattr('role', 'equalto', 'user')|list|length }}{{ range(3)|sum ** 2 // 3 }}{# c #}{% raw %}{{ }}{% endraw %}",
        "{% for a in range(9) %}{% if a == 2 %}{% continue %}{% elif a > 6 %}{% break %}{% endif %}{{ loop.cycle('x', 'y') }}{% endfor %}" +
            "{{ strftime_now('%d %b %Y') }}{% filter indent(2) %}{{ {'a': [1, none, true]}|string }}{% endfilter %}{{ 'b' * 3 }}",
    ];

    private static readonly ChatTemplateInput Input = new()
    {
        Messages =
        [
            new() { Role = "system", Content = "Be brief.\n" },
            new() { Role = "user", Content = "na\u00efve \ud83d\ude00 <|im_end|>" },
            new() { Role = "assistant", ToolCallsJson = """[{"id": "c", "function": {"name": "f", "arguments": "{\"a\": 1}"}}]""" },
            new() { Role = "tool", Content = "20", ToolCallId = "c" },
        ],
        ToolsJson = """[{"type": "function", "function": {"name": "f", "parameters": {"properties": {"a": {"type": "number"}}}}}]""",
    };

    public string Name => "template";

    public IReadOnlyList<byte[]> Seeds { get; } = [.. Templates.Select(Encoding.UTF8.GetBytes)];

    public IReadOnlyList<byte[]> Dictionary { get; } =
    [
        .. new[]
        {
            "{{ ", " }}", "{% ", " %}", "{%- ", " -%}", "{% for a in messages %}", "{% endfor %}", "{% if a %}", "{% endif %}",
            "{% set a = ",
            "messages",
            "tools", "|tojson", "|list", "|length", "|map('upper')", "|sort", "|join('x')", "|indent", "[::-1]", "[0]",
            ".content", ".items()",
            " ~ ",
            " + ", " * ", " ** ", " in ", " is defined", " if a else ", "range(99999)", "'x' * 999999", "namespace(a=1)", "(", ")",
            "[", "]",
            "{% macro f() %}{{ f() }}{% endmacro %}", "{% filter upper %}", "{% endfilter %}", ".replace('', 'xx')", ".split()",
            "%s", "\\u00e9",
        }.Select(Encoding.UTF8.GetBytes),
    ];

    // What a rendering may make is bounded by the steps and characters of TemplateLimits, however short the template.
    public long AllocationBound(int inputBytes) =>
        2 * sizeof(char) * TemplateLimits.MaxWorkChars + 512L * TemplateLimits.MaxSteps + 4_096L * (inputBytes + 256);

    public string Run(byte[] input)
    {
        try
        {
            ChatTemplate.Parse(Encoding.UTF8.GetString(input)).Render(Input, TimeProvider.System);
            return "rendered";
        }
        catch (TemplateException exception)
        {
            return $"{exception.Fault}: {exception.Message.Split('\'')[0]}"; // Without what it quotes of the template.
        }
    }
}
