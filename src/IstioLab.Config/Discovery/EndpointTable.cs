using System.Collections.Frozen;
using System.Collections.Immutable;
using IstioLab.Config.Kubernetes;
using IstioLab.Config.Snapshots;
using IstioLab.Config.Yaml;

namespace IstioLab.Config.Discovery;

/// <summary>Finds the endpoints of services: EndpointSlices with their pods, and those of ServiceEntries.</summary>
internal sealed class EndpointTable
{
    private readonly Dictionary<(string Namespace, string Service), List<ConfigObject>> slices = [];
    private readonly Dictionary<(string Namespace, string Name), ConfigObject> pods = [];
    private readonly Dictionary<string, string> nodeLocalities = new(StringComparer.Ordinal);
    private readonly List<ConfigObject> workloadEntries = [];

    public EndpointTable(IEnumerable<ConfigObject> objects)
    {
        foreach (var item in objects.OrderBy(item => item.Id.Name, StringComparer.Ordinal))
        {
            Add(item);
        }
    }

    /// <summary>Whether anything is known of endpoints at all; files that hold none leave the question open.</summary>
    public bool HasSlices => slices.Count > 0;

    /// <summary>Whether the endpoints of a Kubernetes Service are known, be it that there are none.</summary>
    public bool Knows(string space, string service) => slices.ContainsKey((space, service));

    public ImmutableArray<Endpoint> Find(MeshService service, ServicePort port) =>
        service.IsKubernetes ? OfKubernetes(service, port) : OfServiceEntry(service, port);

    private void Add(ConfigObject item)
    {
        switch (item.Id.Kind)
        {
            case "EndpointSlice" when item.Labels.TryGetValue("kubernetes.io/service-name", out var service):
                var key = (item.Id.Namespace, service);
                if (!slices.TryGetValue(key, out var list))
                {
                    slices[key] = list = [];
                }

                list.Add(item);
                break;
            case "Pod":
                pods[(item.Id.Namespace, item.Id.Name)] = item;
                break;
            case "Node":
                nodeLocalities[item.Id.Name] = NodeLocality.Of(item.Labels);
                break;
            case "WorkloadEntry":
                workloadEntries.Add(item);
                break;
        }
    }

    private ImmutableArray<Endpoint> OfKubernetes(MeshService service, ServicePort port)
    {
        var result = ImmutableArray.CreateBuilder<Endpoint>();
        if (service.Resolution == ServiceResolution.Dns)
        {
            return [new Endpoint { Address = service.Source.Root["spec"].Text("externalName"), Port = port.Number }];
        }

        AddSlices(service, port, result);
        if (service is { Resolution: ServiceResolution.ClientSideLoadBalancing, Selector.Count: > 0 })
        {
            AddWorkloadEntries(service, port, result);
        }

        return result.ToImmutable();
    }

    private void AddSlices(MeshService service, ServicePort port, ImmutableArray<Endpoint>.Builder result)
    {
        foreach (var slice in slices.GetValueOrDefault((service.Namespace, service.Name)) ?? [])
        {
            var number = slice.Root.Items("ports")
                .FirstOrDefault(item => item.Text("name") == port.Name)
                .Integer("port");
            if (number == 0)
            {
                continue;
            }

            foreach (var endpoint in slice.Root.Items("endpoints"))
            {
                foreach (var address in endpoint.Texts("addresses"))
                {
                    result.Add(OfPod(slice.Id.Namespace, endpoint, address, number));
                }
            }
        }
    }

    private Endpoint OfPod(string space, YamlNode endpoint, string address, int port)
    {
        var name = endpoint["targetRef"].Text("name");
        var pod = pods.GetValueOrDefault((space, name));
        var labels = pod?.Labels ?? FrozenDictionary<string, string>.Empty;
        var account = pod?.Root["spec"].Text("serviceAccountName") ?? "";
        return new Endpoint
        {
            Address = address,
            Port = port,
            IsReady = endpoint["conditions"].OptionalBoolean("ready") ?? true,
            Namespace = space,
            PodName = name,
            ServiceAccount = account.Length == 0 ? "default" : account,
            Labels = labels,
            Locality = labels.GetValueOrDefault("istio-locality")?.Replace('.', '/')
                ?? nodeLocalities.GetValueOrDefault(endpoint.Text("nodeName"), ""),
            HasSidecar = labels.GetValueOrDefault("security.istio.io/tlsMode") == "istio",
            HostName = endpoint.Text("hostname"),
        };
    }

    private ImmutableArray<Endpoint> OfServiceEntry(MeshService service, ServicePort port)
    {
        var result = ImmutableArray.CreateBuilder<Endpoint>();
        AddServiceEntry(service, port, result);
        foreach (var sibling in service.Siblings)
        {
            var other = ServiceEntryReader.Read(sibling).FirstOrDefault(item => item.Hostname == service.Hostname);
            if (other?.Ports.FirstOrDefault(item => item.Number == port.Number) is { } same)
            {
                AddServiceEntry(other, same, result);
            }
        }

        return result.ToImmutable();
    }

    private void AddServiceEntry(MeshService service, ServicePort port, ImmutableArray<Endpoint>.Builder result)
    {
        var spec = service.Source.Root["spec"];
        foreach (var endpoint in spec.Items("endpoints"))
        {
            var number = WorkloadPorts.Of(endpoint, service, port);
            result.Add(OfWorkload(endpoint, endpoint["labels"].ToTextMap(), service.Namespace, "", number));
        }

        if (service.Selector.Count > 0)
        {
            AddSelected(service, port, result);
        }
        else if (!spec.Items("endpoints").Any() && service.Resolution is ServiceResolution.Dns or ServiceResolution.DnsRoundRobin)
        {
            var name = new Endpoint { Address = service.Hostname, Port = WorkloadPorts.Target(port) };
            if (!result.Contains(name))
            {
                result.Add(name);
            }
        }
    }

    private void AddSelected(MeshService service, ServicePort port, ImmutableArray<Endpoint>.Builder result)
    {
        AddWorkloadEntries(service, port, result);
        foreach (var pod in pods.Values.Where(pod => pod.Id.Namespace == service.Namespace))
        {
            var address = pod.Root["status"].Text("podIP");
            if (address.Length > 0 && LabelMaps.IsSubset(service.Selector, pod.Labels))
            {
                result.Add(new Endpoint
                {
                    Address = address,
                    Port = WorkloadPorts.Target(port),
                    Namespace = pod.Id.Namespace,
                    PodName = pod.Id.Name,
                    Labels = pod.Labels,
                    HasSidecar = pod.Labels.GetValueOrDefault("security.istio.io/tlsMode") == "istio",
                });
            }
        }
    }

    /// <summary>A selector, be it a Service's or a ServiceEntry's, takes WorkloadEntries of its namespace as it takes pods.</summary>
    private void AddWorkloadEntries(MeshService service, ServicePort port, ImmutableArray<Endpoint>.Builder result)
    {
        foreach (var entry in workloadEntries.Where(entry => entry.Id.Namespace == service.Namespace))
        {
            var labels = WorkloadPorts.LabelsOf(entry);
            if (entry.Root["spec"] is { } spec
                && LabelMaps.IsSubset(service.Selector, labels)
                && WorkloadPorts.Of(spec, service, port) is > 0 and var number)
            {
                result.Add(OfWorkload(spec, labels, service.Namespace, entry.Id.Name, number));
            }
        }
    }

    private static Endpoint OfWorkload(YamlNode node, FrozenDictionary<string, string> labels, string space, string name, int port) => new()
    {
        Address = node.Text("address"),
        Port = port,
        Namespace = space,
        PodName = name,
        Labels = labels,
        Weight = (uint)Math.Max(1, node.Integer("weight")),
        Locality = node.Text("locality"),
        ServiceAccount = node.Text("serviceAccount"),
        HasSidecar = labels.GetValueOrDefault("security.istio.io/tlsMode") == "istio",
    };
}
