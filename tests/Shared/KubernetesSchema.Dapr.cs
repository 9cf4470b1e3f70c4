namespace DaprShared.Testing;

/// <summary>Dapr's kinds, as its CRDs have them (dapr v1.18.3 charts/dapr/crds). What the product never writes is <c>any</c>.</summary>
internal sealed partial class KubernetesSchema
{
    private const string Dapr =
        """
        namespace dapr {
            namespace v1alpha1 {
                interface Component {
                    apiVersion: string; kind: string; metadata: ObjectMeta; auth?: DaprAuth; scopes?: string[]; spec: ComponentSpec;
                }
                interface Configuration {
                    apiVersion: string; kind: string; metadata: ObjectMeta; spec: ConfigurationSpec;
                }
                interface HTTPEndpoint {
                    apiVersion: string; kind: string; metadata: ObjectMeta; auth?: DaprAuth; scopes?: string[]; spec: HTTPEndpointSpec;
                }
                interface Resiliency {
                    apiVersion: string; kind: string; metadata: ObjectMeta; scopes?: string[]; spec: ResiliencySpec;
                }
            }
            namespace v2alpha1 {
                interface Subscription {
                    apiVersion: string; kind: string; metadata: ObjectMeta; scopes?: string[]; spec: SubscriptionSpec;
                }
            }
        }
        interface DaprAuth {
            secretStore: string;
        }
        interface ComponentSpec {
            type: string; version: string; metadata: DaprItem[]; ignoreErrors?: boolean; initTimeout?: string;
        }
        interface DaprItem {
            name: string; value?: any; envRef?: string; secretKeyRef?: DaprSecretKey;
        }
        interface DaprSecretKey {
            name: string; key?: string;
        }
        interface ConfigurationSpec {
            accessControl?: DaprAccess; appHttpPipeline?: DaprPipeline; features?: DaprFeature[]; httpPipeline?: DaprPipeline;
            metric?: DaprMetrics; metrics?: DaprMetrics; tracing?: DaprTracing; api?: any; components?: any; logging?: any; mtls?: any;
            nameResolution?: any; secrets?: any; wasm?: any; workflow?: any;
        }
        interface DaprAccess {
            defaultAction?: string; trustDomain?: string; policies?: any[];
        }
        interface DaprPipeline {
            handlers: DaprHandler[];
        }
        interface DaprHandler {
            name: string; type: string; selector?: any;
        }
        interface DaprFeature {
            name: string; enabled: boolean;
        }
        interface DaprMetrics {
            enabled: boolean; http?: DaprHttpMetrics; latencyDistributionBuckets?: number[]; recordErrorCodes?: boolean; rules?: any[];
        }
        interface DaprHttpMetrics {
            excludeVerbs?: boolean; increasedCardinality?: boolean; pathMatching?: string[];
        }
        interface DaprTracing {
            samplingRate: string; stdout?: boolean; otel?: any; zipkin?: any;
        }
        interface HTTPEndpointSpec {
            baseUrl: string; headers?: DaprItem[]; clientTLS?: any;
        }
        interface ResiliencySpec {
            policies: DaprPolicies; targets: DaprTargets;
        }
        interface DaprPolicies {
            timeouts?: { [key: string]: string }; retries?: { [key: string]: DaprRetry }; circuitBreakers?: { [key: string]: DaprBreaker };
        }
        interface DaprRetry {
            policy?: string; duration?: string; maxInterval?: string; maxRetries?: number; matching?: { [key: string]: string };
        }
        interface DaprBreaker {
            maxRequests?: number; interval?: string; timeout?: string; trip?: string;
        }
        interface DaprTargets {
            apps?: { [key: string]: DaprTarget }; actors?: { [key: string]: DaprTarget }; components?: { [key: string]: DaprDirections };
        }
        interface DaprTarget {
            timeout?: string; retry?: string; circuitBreaker?: string; circuitBreakerCacheSize?: number; circuitBreakerScope?: string;
        }
        interface DaprDirections {
            inbound?: DaprTarget; outbound?: DaprTarget;
        }
        interface SubscriptionSpec {
            pubsubname: string; topic: string; routes: DaprRoutes; deadLetterTopic?: string; metadata?: { [key: string]: string };
            bulkSubscribe?: DaprBulk;
        }
        interface DaprRoutes {
            default?: string; rules?: DaprRule[];
        }
        interface DaprRule {
            match: string; path: string;
        }
        interface DaprBulk {
            enabled: boolean; maxMessagesCount?: number; maxAwaitDurationMs?: number;
        }

        """;
}
