namespace IstioLab.Config.Schemas;

/// <summary>One entry of <c>x-kubernetes-validations</c>. Rules that Istio's CRDs use are checked; others are kept and not checked.</summary>
/// <param name="Expression">The CEL text.</param>
/// <param name="Message">The text of the error; empty stands for <c>failed rule: EXPRESSION</c>.</param>
public sealed record SchemaRule(string Expression, string Message);
