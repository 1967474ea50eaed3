namespace IstioLab.Config.Discovery;

/// <summary>The releases of Istio whose behaviour is known.</summary>
public enum IstioRelease
{
    /// <summary>Istio 1.17.</summary>
    Istio117,

    /// <summary>Istio 1.30.</summary>
    Istio130,
}
