using System.Text.Json.Nodes;
using IstioLab.Cluster.Embedded.Api;
using IstioLab.Cluster.Embedded.Objects;
using IstioLab.Cluster.Embedded.Storage;

namespace IstioLab.Cluster.Embedded.Controllers;

/// <summary>Gives each namespace its ServiceAccount and CA bundle, and empties a namespace that is being deleted before it goes.</summary>
internal sealed class NamespaceController(IObjectApi api, IResourceCatalog resources, string certificateAuthority, bool mesh = false) : IController
{
    private const string RootCertificates = "kube-root-ca.crt";
    private const string MeshCertificates = "istio-ca-root-cert";
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);

    private const string Description =
        "Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or "
        + "kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters.";

    public string Name => "namespace-controller";

    public IReadOnlyCollection<string> Watches { get; } =
        [Resources.Namespaces, Resources.ServiceAccounts, Resources.ConfigMaps, Resources.Pods];

    public IEnumerable<ObjectKey> KeysOf(ObjectEvent change)
    {
        var key = change.Object.Key;
        if (key.Resource == Resources.Namespaces) return [key];
        var mine = (key.Resource == Resources.ServiceAccounts && key.Name == "default")
            || (key.Resource == Resources.ConfigMaps && key.Name is RootCertificates or MeshCertificates)
            || key.Resource == Resources.Pods;
        return mine && change.Type == ObjectEventType.Deleted ? [new ObjectKey(Resources.Namespaces, "", key.Namespace)] : [];
    }

    public async ValueTask<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (api.Find(Resources.Namespaces, "", key.Name) is not { } item) return null;
        if (item.IsTerminating()) return await EmptyAsync(key.Name, cancellationToken);
        await EnsureAsync(Resources.ServiceAccounts, key.Name, "default", new()
        {
            ["metadata"] = new JsonObject { ["name"] = "default" },
        }, cancellationToken);
        await EnsureAsync(Resources.ConfigMaps, key.Name, RootCertificates, new()
        {
            ["metadata"] = new JsonObject
            {
                ["name"] = RootCertificates,
                ["annotations"] = new JsonObject { ["kubernetes.io/description"] = Description },
            },
            ["data"] = new JsonObject { ["ca.crt"] = certificateAuthority },
        }, cancellationToken);
        if (!mesh) return null;

        // As istiod does: injected pods mount it.
        await EnsureAsync(Resources.ConfigMaps, key.Name, MeshCertificates, new()
        {
            ["metadata"] = new JsonObject { ["name"] = MeshCertificates, ["labels"] = new JsonObject { ["istio.io/config"] = "true" } },
            ["data"] = new JsonObject { ["root-cert.pem"] = certificateAuthority },
        }, cancellationToken);
        return null;
    }

    private async ValueTask EnsureAsync(
        string resource, string ns, string name, JsonObject body, CancellationToken cancellationToken)
    {
        if (api.Find(resource, ns, name) is not null) return;
        try
        {
            await api.CreateAsync(resource, ns, body, WriteOptions.Internal, cancellationToken);
        }
        catch (ApiException refused) when (refused.Reason == "AlreadyExists")
        {
            // Somebody else was faster, with the same result.
        }
    }

    private async ValueTask<TimeSpan?> EmptyAsync(string ns, CancellationToken cancellationToken)
    {
        var left = 0;
        foreach (var resource in resources.Namespaced())
        {
            foreach (var item in api.List(resource, ns).Items)
            {
                if (!item.IsTerminating()) await DeleteAsync(item.Key, cancellationToken);
                if (api.Find(resource, ns, item.Key.Name) is not null) left++;
            }
        }

        if (left > 0) return Poll;
        await api.ChangeAsync(Resources.Namespaces, "", ns, "finalize", node =>
        {
            if (node.At("spec", "finalizers") is null) return false;
            node.Child("spec").Remove("finalizers");
            return true;
        }, WriteOptions.Internal, cancellationToken);
        return null;
    }

    private async ValueTask DeleteAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        try
        {
            await api.DeleteAsync(key.Resource, key.Namespace, key.Name, new DeleteRequest(), cancellationToken);
        }
        catch (ApiException gone) when (gone.Reason == "NotFound")
        {
            // It was somebody's dependent and went with its owner.
        }
    }
}
