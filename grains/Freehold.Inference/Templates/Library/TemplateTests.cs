using System.Collections.Frozen;
using Freehold.Inference.Templates.Syntax;
using Freehold.Inference.Templates.Values;

namespace Freehold.Inference.Templates.Library;

/// <summary>Jinja's tests: what follows <c>is</c>, and what <c>select</c> and its kin name.</summary>
internal static class TemplateTests
{
    private delegate bool Test(RenderContext context, TemplateValue value, CallArguments arguments);

    private static readonly FrozenDictionary<string, Test> Tests = Build();

    public static bool Contains(string name) => Tests.ContainsKey(name);

    public static bool Apply(RenderContext context, string name, TemplateValue value, CallArguments arguments) =>
        Tests.TryGetValue(name, out var test)
            ? test(context, value, arguments)
            : throw new RenderFaultException(
                TemplateFault.Unsupported, $"the test '{name}' is not supported", "Rewrite the template without it.");

    private static FrozenDictionary<string, Test> Build()
    {
        var tests = new Dictionary<string, Test>(StringComparer.Ordinal)
        {
            ["defined"] = (_, v, a) => Plain("defined", a) && v is not TemplateUndefined,
            ["undefined"] = (_, v, a) => Plain("undefined", a) && v is TemplateUndefined,
            ["none"] = (_, v, a) => Plain("none", a) && v is TemplateNone,
            ["string"] = (_, v, a) => Plain("string", a) && v is TemplateText,
            ["mapping"] = (_, v, a) => Plain("mapping", a) && v is TemplateMap,
            ["iterable"] = (_, v, a) => Plain("iterable", a) &&
                v is TemplateText or TemplateMap or TemplateList or TemplateUndefined or TemplateLoop,
            ["sequence"] = (_, v, a) => Plain("sequence", a) &&
                v is TemplateText or TemplateMap or TemplateList { IsGenerator: false } or TemplateUndefined,
            ["number"] = (_, v, a) => Plain("number", a) && v is TemplateInt or TemplateFloat or TemplateBool,
            ["integer"] = (_, v, a) => Plain("integer", a) && v is TemplateInt,
            ["float"] = (_, v, a) => Plain("float", a) && v is TemplateFloat,
            ["boolean"] = (_, v, a) => Plain("boolean", a) && v is TemplateBool,
            ["true"] = (_, v, a) => Plain("true", a) && v is TemplateBool { IsTrue: true },
            ["false"] = (_, v, a) => Plain("false", a) && v is TemplateBool { IsTrue: false },
            ["callable"] = (_, v, a) => Plain("callable", a) && v is TemplateFunction,
            ["upper"] = (c, v, a) => Plain("upper", a) && TextMapping.HasCase(c, c.Text(v), upper: true).IsTrue,
            ["lower"] = (c, v, a) => Plain("lower", a) && TextMapping.HasCase(c, c.Text(v), upper: false).IsTrue,
            ["in"] = (c, v, a) => TemplateOperators.Contains(c, a.Single("in", "seq"), v),
            ["sameas"] = (c, v, a) => IsSame(c, v, a.Single("sameas", "other")),
            ["even"] = (c, v, a) => Plain("even", a) && Remainder(c, v, new TemplateInt(2)) == 0,
            ["odd"] = (c, v, a) => Plain("odd", a) && Remainder(c, v, new TemplateInt(2)) == 1,
            ["divisibleby"] = (c, v, a) => Remainder(c, v, a.Single("divisibleby", "num")) == 0,
        };
        AddComparison(tests, CompareOperator.Equal, "eq", "equalto", "==");
        AddComparison(tests, CompareOperator.NotEqual, "ne", "!=");
        AddComparison(tests, CompareOperator.Less, "lt", "lessthan", "<");
        AddComparison(tests, CompareOperator.LessOrEqual, "le", "<=");
        AddComparison(tests, CompareOperator.Greater, "gt", "greaterthan", ">");
        AddComparison(tests, CompareOperator.GreaterOrEqual, "ge", ">=");
        return tests.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static void AddComparison(Dictionary<string, Test> tests, CompareOperator op, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            tests[name] = (context, value, arguments) => TemplateOperators.Compare(context, op, value, arguments.Single(name, "other"));
    }

    private static bool Plain(string name, CallArguments arguments)
    {
        arguments.Bind(name);
        return true;
    }

    private static bool IsSame(RenderContext context, TemplateValue value, TemplateValue other) =>
        ReferenceEquals(value, other) || (value.GetType() == other.GetType() && KeyComparer.IsKey(value) &&
            ValueEquality.AreEqual(context.Budget, value, other));

    private static int? Remainder(RenderContext context, TemplateValue value, TemplateValue divisor) =>
        TemplateOperators.Apply(context, BinaryOperator.Modulo, value, divisor) switch
        {
            TemplateInt rest => rest.Clamped,
            TemplateFloat { Value: 0 or 1 } rest => (int)rest.Value,
            _ => null,
        };
}
