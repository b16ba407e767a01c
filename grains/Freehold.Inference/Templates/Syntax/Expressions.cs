using Freehold.Inference.Templates.Values;

namespace Freehold.Inference.Templates.Syntax;

/// <summary>A part of a template that has a value.</summary>
internal abstract class Expression(TemplatePosition at)
{
    public TemplatePosition At { get; } = at;
}

internal sealed class LiteralExpression(TemplatePosition at, TemplateValue value) : Expression(at)
{
    public TemplateValue Value => value;
}

internal sealed class NameExpression(TemplatePosition at, string name) : Expression(at)
{
    public string Name => name;
}

/// <summary><c>[a, b]</c>, or a tuple.</summary>
internal sealed class ListExpression(TemplatePosition at, Expression[] items, bool isTuple) : Expression(at)
{
    public Expression[] Items => items;

    public bool IsTuple => isTuple;
}

internal sealed class MapExpression(TemplatePosition at, (Expression Key, Expression Value)[] entries) : Expression(at)
{
    public (Expression Key, Expression Value)[] Entries => entries;
}

internal enum UnaryOperator
{
    Not,
    Minus,
    Plus,
}

internal sealed class UnaryExpression(TemplatePosition at, UnaryOperator op, Expression operand) : Expression(at)
{
    public UnaryOperator Operator => op;

    public Expression Operand => operand;
}

internal enum BinaryOperator
{
    And,
    Or,
    Add,
    Subtract,
    Multiply,
    Divide,
    FloorDivide,
    Modulo,
    Power,
    Concat,
}

internal sealed class BinaryExpression(TemplatePosition at, BinaryOperator op, Expression left, Expression right) : Expression(at)
{
    public BinaryOperator Operator => op;

    public Expression Left => left;

    public Expression Right => right;
}

internal enum CompareOperator
{
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    In,
    NotIn,
}

/// <summary><c>a &lt; b &lt; c</c>: each neighbour compared, each operand evaluated once.</summary>
internal sealed class CompareExpression(TemplatePosition at, Expression first, (CompareOperator Operator, Expression Right)[] rest)
    : Expression(at)
{
    public Expression First => first;

    public (CompareOperator Operator, Expression Right)[] Rest => rest;
}

/// <summary><c>a if b else c</c>; without an else it is undefined where the condition does not hold.</summary>
internal sealed class ConditionalExpression(TemplatePosition at, Expression condition, Expression whenTrue, Expression? whenFalse)
    : Expression(at)
{
    public Expression Condition => condition;

    public Expression WhenTrue => whenTrue;

    public Expression? WhenFalse => whenFalse;
}

/// <summary><c>target.name</c>.</summary>
internal sealed class AttributeExpression(TemplatePosition at, Expression target, string name) : Expression(at)
{
    public Expression Target => target;

    public string Name => name;
}

/// <summary><c>target[index]</c>.</summary>
internal sealed class ItemExpression(TemplatePosition at, Expression target, Expression index) : Expression(at)
{
    public Expression Target => target;

    public Expression Index => index;
}

/// <summary><c>target[start:stop:step]</c>.</summary>
internal sealed class SliceExpression(TemplatePosition at, Expression target, Expression? start, Expression? stop, Expression? step)
    : Expression(at)
{
    public Expression Target => target;

    public Expression? Start => start;

    public Expression? Stop => stop;

    public Expression? Step => step;
}

/// <summary>What stands in the parentheses of a call, a filter or a test.</summary>
internal sealed record ArgumentList((string? Name, Expression Value)[] Items)
{
    public static readonly ArgumentList Empty = new([]);
}

internal sealed class CallExpression(TemplatePosition at, Expression target, ArgumentList arguments) : Expression(at)
{
    public Expression Target => target;

    public ArgumentList Arguments => arguments;
}

/// <summary><c>target|name(arguments)</c>.</summary>
internal sealed class FilterExpression(TemplatePosition at, Expression target, string name, ArgumentList arguments) : Expression(at)
{
    public Expression Target => target;

    public string Name => name;

    public ArgumentList Arguments => arguments;
}

/// <summary><c>target is name(arguments)</c>.</summary>
internal sealed class TestExpression(TemplatePosition at, Expression target, string name, ArgumentList arguments) : Expression(at)
{
    public Expression Target => target;

    public string Name => name;

    public ArgumentList Arguments => arguments;
}
