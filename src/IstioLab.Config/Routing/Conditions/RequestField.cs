namespace IstioLab.Config.Routing.Conditions;

/// <summary>Parts of a request that Envoy treats as headers whose names begin with a colon.</summary>
internal enum RequestField
{
    Method,
    Scheme,
    Authority,
    Path,
}
