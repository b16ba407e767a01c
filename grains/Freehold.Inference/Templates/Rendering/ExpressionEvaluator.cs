using System.Runtime.CompilerServices;
using Freehold.Inference.Templates.Library;
using Freehold.Inference.Templates.Syntax;
using Freehold.Inference.Templates.Values;

namespace Freehold.Inference.Templates.Rendering;

/// <summary>Evaluates expressions, and keeps the place that a fault is reported at.</summary>
internal sealed class ExpressionEvaluator(RenderContext context)
{
    private int _depth;

    /// <summary>The node whose operation ran last.</summary>
    public TemplatePosition At { get; set; } = new(1, 1);

    public RenderContext Context => context;

    public TemplateValue Evaluate(Expression expression, TemplateScope scope)
    {
        Enter(expression.At);
        var value = expression switch
        {
            LiteralExpression literal => literal.Value,
            NameExpression name => Lookup(name.Name, scope),
            AttributeExpression attribute => Attribute(attribute, scope),
            ItemExpression item => Item(item, scope),
            SliceExpression slice => Slice(slice, scope),
            BinaryExpression binary => Binary(binary, scope),
            CompareExpression compare => Compare(compare, scope),
            UnaryExpression unary => Unary(unary, scope),
            ConditionalExpression conditional => Conditional(conditional, scope),
            CallExpression call => Call(call, Arguments(call.Arguments, scope), scope),
            FilterExpression filter => Filter(filter, scope),
            TestExpression test => Test(test, scope),
            ListExpression list => List(list, scope),
            MapExpression map => Map(map, scope),
            _ => throw new InvalidOperationException($"The node {expression.GetType().Name} is not known here."),
        };
        Leave();
        return value;
    }

    /// <summary>Goes one level deeper, within the bound and the thread's stack.</summary>
    public void Enter(TemplatePosition at)
    {
        At = at;
        context.Budget.SpendSteps();
        if (++_depth > TemplateLimits.MaxEvaluationDepth || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw new RenderFaultException(
                TemplateFault.Limit, $"evaluation is nested more than {TemplateLimits.MaxEvaluationDepth} deep",
                "Correct a macro that calls itself without end, or nest less deeply.");
        }
    }

    public void Leave() => _depth--;

    /// <summary>Calls what a call expression names, with the arguments given.</summary>
    public TemplateValue Call(CallExpression call, CallArguments arguments, TemplateScope scope)
    {
        var target = Evaluate(call.Target, scope);
        At = call.At;
        TemplateOperators.RequireDefined(target);
        return target is TemplateFunction function
            ? function.Invoke(arguments)
            : throw RenderFaultException.Evaluation($"a {target.TypeName} cannot be called");
    }

    public CallArguments Arguments(ArgumentList list, TemplateScope scope)
    {
        if (list.Items.Length == 0)
            return CallArguments.None;
        var positional = new List<TemplateValue>(list.Items.Length);
        var named = new List<(string, TemplateValue)>();
        foreach (var (name, expression) in list.Items)
        {
            var value = Evaluate(expression, scope);
            if (name is null)
                positional.Add(value);
            else
                named.Add((name, value));
        }

        return new CallArguments([.. positional], [.. named]);
    }

    private TemplateValue Lookup(string name, TemplateScope scope) =>
        scope.Find(name) ?? TemplateGlobals.Find(context, name) ?? (TemplateValue)new TemplateUndefined($"'{name}' is undefined");

    private TemplateValue Attribute(AttributeExpression attribute, TemplateScope scope)
    {
        var target = Evaluate(attribute.Target, scope);
        At = attribute.At;
        return TemplateMembers.Attribute(context, target, attribute.Name);
    }

    private TemplateValue Item(ItemExpression item, TemplateScope scope)
    {
        var target = Evaluate(item.Target, scope);
        var index = Evaluate(item.Index, scope);
        At = item.At;
        return TemplateMembers.Item(context, target, index);
    }

    private TemplateValue Slice(SliceExpression slice, TemplateScope scope)
    {
        var target = Evaluate(slice.Target, scope);
        var start = slice.Start is null ? null : Evaluate(slice.Start, scope);
        var stop = slice.Stop is null ? null : Evaluate(slice.Stop, scope);
        var step = slice.Step is null ? null : Evaluate(slice.Step, scope);
        At = slice.At;
        return TemplateSlices.Slice(context, target, start, stop, step);
    }

    private TemplateValue Binary(BinaryExpression binary, TemplateScope scope)
    {
        var left = Evaluate(binary.Left, scope);
        if (binary.Operator is BinaryOperator.And or BinaryOperator.Or)
            return left.IsTrue == (binary.Operator == BinaryOperator.Or) ? left : Evaluate(binary.Right, scope);
        var right = Evaluate(binary.Right, scope);
        At = binary.At;
        return TemplateOperators.Apply(context, binary.Operator, left, right);
    }

    private TemplateBool Compare(CompareExpression compare, TemplateScope scope)
    {
        var left = Evaluate(compare.First, scope);
        foreach (var (op, expression) in compare.Rest)
        {
            var right = Evaluate(expression, scope);
            At = compare.At;
            if (!TemplateOperators.Compare(context, op, left, right))
                return TemplateBool.False;
            left = right;
        }

        return TemplateBool.True;
    }

    private TemplateValue Unary(UnaryExpression unary, TemplateScope scope)
    {
        var operand = Evaluate(unary.Operand, scope);
        At = unary.At;
        return unary.Operator == UnaryOperator.Not
            ? TemplateBool.Of(!operand.IsTrue)
            : TemplateOperators.Negate(operand, isPlus: unary.Operator == UnaryOperator.Plus);
    }

    private TemplateValue Conditional(ConditionalExpression conditional, TemplateScope scope)
    {
        if (Evaluate(conditional.Condition, scope).IsTrue)
            return Evaluate(conditional.WhenTrue, scope);
        return conditional.WhenFalse is { } otherwise
            ? Evaluate(otherwise, scope)
            : new TemplateUndefined("an 'if' without an 'else' did not hold");
    }

    private TemplateValue Filter(FilterExpression filter, TemplateScope scope)
    {
        var target = Evaluate(filter.Target, scope);
        var arguments = Arguments(filter.Arguments, scope);
        At = filter.At;
        return TemplateFilters.Apply(context, filter.Name, target, arguments);
    }

    private TemplateBool Test(TestExpression test, TemplateScope scope)
    {
        var target = Evaluate(test.Target, scope);
        var arguments = Arguments(test.Arguments, scope);
        At = test.At;
        return TemplateBool.Of(TemplateTests.Apply(context, test.Name, target, arguments));
    }

    private TemplateList List(ListExpression list, TemplateScope scope)
    {
        var items = new TemplateValue[list.Items.Length];
        for (var i = 0; i < items.Length; i++)
            items[i] = Evaluate(list.Items[i], scope);
        At = list.At;
        return new TemplateList(items, list.IsTuple);
    }

    private TemplateMap Map(MapExpression map, TemplateScope scope)
    {
        var entries = new List<KeyValuePair<TemplateValue, TemplateValue>>(map.Entries.Length);
        foreach (var (key, value) in map.Entries)
        {
            var name = Evaluate(key, scope);
            entries.Add(new(KeyComparer.Check(context.Budget, name), Evaluate(value, scope)));
        }

        At = map.At;
        return new TemplateMap(entries);
    }
}
