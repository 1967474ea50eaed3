using System.Text.Json.Nodes;
using IstioLab.Cluster.Embedded.Objects;

namespace IstioLab.Cluster.Embedded.Kubelet;

/// <summary>The state of a container as a pod's status shows it.</summary>
internal abstract record ContainerState
{
    public abstract JsonObject ToJson();

    /// <summary>It does not run yet, or not at the moment.</summary>
    public sealed record Waiting(string Reason, string Message = "") : ContainerState
    {
        public override JsonObject ToJson()
        {
            var waiting = new JsonObject();
            if (Message.Length > 0) waiting["message"] = Message;
            waiting["reason"] = Reason;
            return new JsonObject { ["waiting"] = waiting };
        }
    }

    /// <summary>It runs.</summary>
    public sealed record Running(DateTimeOffset StartedAt) : ContainerState
    {
        public override JsonObject ToJson() =>
            new() { ["running"] = new JsonObject { ["startedAt"] = KubernetesTime.Seconds(StartedAt) } };
    }

    /// <summary>It has ended.</summary>
    public sealed record Terminated(
        int ExitCode, string Reason, DateTimeOffset StartedAt, DateTimeOffset FinishedAt, string ContainerId, string Message = "") : ContainerState
    {
        public override JsonObject ToJson()
        {
            var terminated = new JsonObject
            {
                ["containerID"] = ContainerId,
                ["exitCode"] = ExitCode,
                ["finishedAt"] = KubernetesTime.Seconds(FinishedAt),
            };
            if (Message.Length > 0) terminated["message"] = Message;
            terminated["reason"] = Reason;
            terminated["startedAt"] = KubernetesTime.Seconds(StartedAt);
            return new JsonObject { ["terminated"] = terminated };
        }
    }
}
