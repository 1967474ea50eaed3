namespace IstioLab.Config.Routing;

/// <summary>One condition of a route. The proxy asks <see cref="Matches"/>; the explanation asks the same object why.</summary>
public abstract class RouteCondition
{
    /// <summary>Whether the request meets the condition.</summary>
    public abstract bool Matches(in RequestInfo request);

    /// <summary>Says why a request that did not match failed: both values, and the rule that people trip over.</summary>
    public abstract string Explain(in RequestInfo request);

    /// <summary>What the rule wants, for listings: <c>header 'username': exactly 'nolen'</c>.</summary>
    public abstract override string ToString();
}
