namespace IstioLab.Config.Explanation;

/// <summary>What the proxy does with a request.</summary>
public enum ExplainedAction
{
    /// <summary>Nothing: no rule, listener or chain takes it.</summary>
    None,

    /// <summary>It forwards the request.</summary>
    Route,

    /// <summary>It answers with a redirect.</summary>
    Redirect,

    /// <summary>It answers by itself.</summary>
    DirectResponse,

    /// <summary>It passes the connection on to where it was going.</summary>
    Passthrough,

    /// <summary>It closes the connection.</summary>
    BlackHole,
}
