namespace Freehold.Inference.Templates.Syntax;

/// <summary>A part of a template that writes or does something.</summary>
internal abstract class Statement(TemplatePosition at)
{
    public TemplatePosition At { get; } = at;
}

internal sealed class TextStatement(TemplatePosition at, string text) : Statement(at)
{
    public string Text => text;
}

internal sealed class OutputStatement(TemplatePosition at, Expression value) : Statement(at)
{
    public Expression Value => value;
}

internal sealed class IfStatement(TemplatePosition at, (Expression Condition, Statement[] Body)[] branches, Statement[] otherwise)
    : Statement(at)
{
    public (Expression Condition, Statement[] Body)[] Branches => branches;

    public Statement[] Otherwise => otherwise;
}

internal sealed class ForStatement(
    TemplatePosition at, AssignmentTarget target, Expression items, Expression? filter, Statement[] body, Statement[] otherwise)
    : Statement(at)
{
    public AssignmentTarget Target => target;

    public Expression Items => items;

    public Expression? Filter => filter;

    public Statement[] Body => body;

    public Statement[] Otherwise => otherwise;
}

/// <summary>What is assigned to: a name, an attribute of a namespace, or several targets that a sequence is unpacked into.</summary>
internal sealed record AssignmentTarget(TemplatePosition At, string Name, string? Attribute = null, AssignmentTarget[]? Parts = null);

internal sealed class SetStatement(TemplatePosition at, AssignmentTarget target, Expression value) : Statement(at)
{
    public AssignmentTarget Target => target;

    public Expression Value => value;
}

/// <summary>Renders a body and assigns its text, or writes it: <c>set</c> and <c>filter</c> blocks.</summary>
internal sealed class CaptureStatement(TemplatePosition at, AssignmentTarget? target, Expression filtered, Statement[] body) : Statement(at)
{
    /// <summary>Null: the text is written.</summary>
    public AssignmentTarget? Target => target;

    /// <summary>The text with the block's filters around it.</summary>
    public Expression Filtered => filtered;

    public Statement[] Body => body;
}

/// <summary>A body with names of its own: <c>with</c> and transformers' <c>generation</c>.</summary>
internal sealed class ScopeStatement(TemplatePosition at, (AssignmentTarget Target, Expression Value)[] variables, Statement[] body)
    : Statement(at)
{
    public (AssignmentTarget Target, Expression Value)[] Variables => variables;

    public Statement[] Body => body;
}

internal sealed record MacroParameter(string Name, Expression? Default);

internal sealed class MacroStatement(TemplatePosition at, string name, MacroParameter[] parameters, Statement[] body) : Statement(at)
{
    public string Name => name;

    public MacroParameter[] Parameters => parameters;

    public Statement[] Body => body;

    /// <summary>Whether the body names what Jinja gives a macro only then: it takes more arguments than it declares.</summary>
    public required bool UsesVarArgs { get; init; }

    public required bool UsesKwArgs { get; init; }

    public required bool UsesCaller { get; init; }
}

/// <summary><c>call</c>: a macro is called with a body that it may call back.</summary>
internal sealed class CallStatement(TemplatePosition at, CallExpression call, MacroStatement caller) : Statement(at)
{
    public CallExpression Call => call;

    public MacroStatement Caller => caller;
}

/// <summary><c>break</c> or <c>continue</c>.</summary>
internal sealed class LoopControlStatement(TemplatePosition at, bool isBreak) : Statement(at)
{
    public bool IsBreak => isBreak;
}
