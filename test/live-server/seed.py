"""Makes what CloudFormation templates tell, through the API: seed.py PORT < stacks.json

Stacks are a list of {account, region, template}. Resources are made in the order of the template; Ref and Fn::GetAtt name
those made before. moto's own CloudFormation drops settings, so it is not used.
"""

import hashlib
import json
import sys

import boto3
from botocore.config import Config


class Maker:
    def __init__(self, port, account, region):
        self.port, self.account, self.region = port, account, region
        self.clients, self.ids, self.arns = {}, {}, {}

    def client(self, service):
        if service not in self.clients:
            self.clients[service] = boto3.client(
                service, region_name=self.region, endpoint_url=f"http://127.0.0.1:{self.port}",
                aws_access_key_id=f"AKIA{self.account}", aws_secret_access_key="none",
                config=Config(retries={"max_attempts": 1}, s3={"addressing_style": "path"}),
            )
        return self.clients[service]

    def make(self, template):
        for name, resource in template["Resources"].items():
            maker = MAKERS[resource["Type"]]
            self.ids[name], self.arns[name] = maker(self, self.resolved(resource["Properties"]))

    def resolved(self, value):
        if isinstance(value, list):
            return [self.resolved(item) for item in value]
        if not isinstance(value, dict):
            return value
        if set(value) == {"Ref"}:
            return self.ids[value["Ref"]]
        if set(value) == {"Fn::GetAtt"}:
            name, attribute = value["Fn::GetAtt"]
            return self.arns[name] if attribute == "Arn" else self.ids[name]
        return {key: self.resolved(item) for key, item in value.items()}


def lowered(value):
    """ECS's API writes members with a small first letter; maps of the user's own keys stay."""
    if isinstance(value, list):
        return [lowered(item) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        key[0].lower() + key[1:]: item if key in ("Options", "DockerLabels") else lowered(item)
        for key, item in value.items()
    }


def tag_set(kind, properties):
    tags = properties.pop("Tags", None)
    return {} if not tags else {"TagSpecifications": [{"ResourceType": kind, "Tags": tags}]}


def vpc(m, p):
    made = m.client("ec2").create_vpc(CidrBlock=p["CidrBlock"], **tag_set("vpc", p))["Vpc"]["VpcId"]
    return made, made


def gateway(m, p):
    made = m.client("ec2").create_internet_gateway(**tag_set("internet-gateway", p))["InternetGateway"]["InternetGatewayId"]
    return made, made


def attach(m, p):
    m.client("ec2").attach_internet_gateway(**p)
    return "", ""


def subnet(m, p):
    made = m.client("ec2").create_subnet(VpcId=p["VpcId"], CidrBlock=p["CidrBlock"], **tag_set("subnet", p))
    return made["Subnet"]["SubnetId"], made["Subnet"]["SubnetArn"]


def table(m, p):
    made = m.client("ec2").create_route_table(VpcId=p["VpcId"], **tag_set("route-table", p))["RouteTable"]["RouteTableId"]
    return made, made


def route(m, p):
    m.client("ec2").create_route(**p)
    return "", ""


def associate(m, p):
    return m.client("ec2").associate_route_table(**p)["AssociationId"], ""


def group(m, p):
    ec2 = m.client("ec2")
    made = ec2.create_security_group(
        GroupName=p["GroupName"], Description=p["GroupDescription"], VpcId=p["VpcId"], **tag_set("security-group", p)
    )["GroupId"]
    for rule in p.get("SecurityGroupIngress", []):
        ec2.authorize_security_group_ingress(GroupId=made, IpPermissions=[{
            "IpProtocol": rule["IpProtocol"], "FromPort": rule["FromPort"], "ToPort": rule["ToPort"],
            "IpRanges": [{"CidrIp": rule["CidrIp"]}],
        }])
    return made, made


def instance(m, p):
    tags = tag_set("instance", p)
    made = m.client("ec2").run_instances(MinCount=1, MaxCount=1, **p, **tags)["Instances"][0]["InstanceId"]
    return made, made


def log_group(m, p):
    logs = m.client("logs")
    tags = {tag["Key"]: tag["Value"] for tag in p.get("Tags", [])}
    key = {"kmsKeyId": p["KmsKeyId"]} if "KmsKeyId" in p else {}
    logs.create_log_group(logGroupName=p["LogGroupName"], **key, **({"tags": tags} if tags else {}))
    if "RetentionInDays" in p:
        logs.put_retention_policy(logGroupName=p["LogGroupName"], retentionInDays=p["RetentionInDays"])
    return p["LogGroupName"], f"arn:aws:logs:{m.region}:{m.account}:log-group:{p['LogGroupName']}:*"


def metric_filter(m, p):
    m.client("logs").put_metric_filter(
        logGroupName=p["LogGroupName"], filterName=p["FilterName"], filterPattern=p["FilterPattern"],
        metricTransformations=lowered(p["MetricTransformations"]),
    )
    return p["FilterName"], ""


def topic(m, p):
    arn = m.client("sns").create_topic(Name=p["TopicName"], Tags=p.get("Tags", []))["TopicArn"]
    return arn, arn


def subscription(m, p):
    return m.client("sns").subscribe(**p)["SubscriptionArn"], ""


def alarm(m, p):
    m.client("cloudwatch").put_metric_alarm(**p)
    return p["AlarmName"], f"arn:aws:cloudwatch:{m.region}:{m.account}:alarm:{p['AlarmName']}"


def document(m, p):
    m.client("ssm").create_document(**{**p, "Content": json.dumps(p["Content"])})
    return p["Name"], ""


def role(m, p):
    iam = m.client("iam")
    made = iam.create_role(
        RoleName=p["RoleName"], AssumeRolePolicyDocument=json.dumps(p["AssumeRolePolicyDocument"]), Tags=p.get("Tags", [])
    )["Role"]
    for arn in p.get("ManagedPolicyArns", []):
        iam.attach_role_policy(RoleName=p["RoleName"], PolicyArn=arn)
    return p["RoleName"], made["Arn"]


def cluster(m, p):
    request = lowered(p)
    if "clusterSettings" in request:
        request["settings"] = request.pop("clusterSettings")
    made = m.client("ecs").create_cluster(**request)["cluster"]
    return made["clusterName"], made["clusterArn"]


def task(m, p):
    arn = m.client("ecs").register_task_definition(**lowered(p))["taskDefinition"]["taskDefinitionArn"]
    return arn, arn


def service(m, p):
    made = m.client("ecs").create_service(**lowered(p))["service"]
    return made["serviceArn"], made["serviceArn"]


def repository(m, p):
    ecr, name = m.client("ecr"), p["RepositoryName"]
    made = ecr.create_repository(
        repositoryName=name, imageTagMutability=p.get("ImageTagMutability", "MUTABLE"),
        imageScanningConfiguration=lowered(p.get("ImageScanningConfiguration", {"ScanOnPush": False})),
        tags=p.get("Tags", []),
    )["repository"]
    if "LifecyclePolicy" in p:
        ecr.put_lifecycle_policy(repositoryName=name, lifecyclePolicyText=p["LifecyclePolicy"]["LifecyclePolicyText"])
    if "RepositoryPolicyText" in p:
        ecr.set_repository_policy(repositoryName=name, policyText=json.dumps(p["RepositoryPolicyText"]))
    return name, made["repositoryArn"]


def bucket(m, p):
    s3 = m.client("s3")
    place = {} if m.region == "us-east-1" else {"CreateBucketConfiguration": {"LocationConstraint": m.region}}
    s3.create_bucket(Bucket=p["BucketName"], **place)
    if "VersioningConfiguration" in p:
        s3.put_bucket_versioning(Bucket=p["BucketName"], VersioningConfiguration=p["VersioningConfiguration"])
    return p["BucketName"], f"arn:aws:s3:::{p['BucketName']}"


def project(m, p):
    source = {"type": p["Source"]["Type"], "buildspec": p["Source"]["BuildSpec"]}
    request = {
        "name": p["Name"], "serviceRole": p["ServiceRole"], "artifacts": lowered(p["Artifacts"]), "source": source,
        "environment": lowered(p["Environment"]), "logsConfig": lowered(p["LogsConfig"]),
    }
    arn = m.client("codebuild").create_project(**request)["project"]["arn"]
    return p["Name"], arn


def pipeline(m, p):
    def action(each):
        return {lower(key): lowered(value) if key != "Configuration" else value for key, value in each.items()}

    def lower(key):
        return key[0].lower() + key[1:]

    declaration = {
        "name": p["Name"], "roleArn": p["RoleArn"], "version": 1, "pipelineType": p["PipelineType"],
        "artifactStore": lowered(p["ArtifactStore"]),
        "stages": [{"name": s["Name"], "actions": [action(each) for each in s["Actions"]]} for s in p["Stages"]],
    }
    m.client("codepipeline").create_pipeline(pipeline=declaration)
    return p["Name"], ""


def key(m, p):
    made = m.client("kms").create_key(**p)["KeyMetadata"]
    return made["KeyId"], made["Arn"]


def prefix_list(m, p):
    made = m.client("ec2").create_managed_prefix_list(**p)["PrefixList"]
    return made["PrefixListId"], made["PrefixListArn"]


def stream(m, p):
    arn = m.client("firehose").create_delivery_stream(**p)["DeliveryStreamARN"]
    return p["DeliveryStreamName"], arn


def subscription_filter(m, p):
    request = lowered(p)
    request["destinationArn"] = p["DestinationArn"]
    m.client("logs").put_subscription_filter(**request)
    return p["FilterName"], ""


def application(m, p):
    m.client("codedeploy").create_application(applicationName=p["ApplicationName"], computePlatform=p["ComputePlatform"])
    return p["ApplicationName"], ""


def deployment_group(m, p):
    request = lowered(p)
    request["ecsServices"] = request.pop("ecsServices")
    m.client("codedeploy").create_deployment_group(**request)
    return p["DeploymentGroupName"], ""


def rule(m, p):
    events = m.client("events")
    arn = events.put_rule(Name=p["Name"], ScheduleExpression=p["ScheduleExpression"])["RuleArn"]
    events.put_targets(Rule=p["Name"], Targets=p["Targets"])
    return p["Name"], arn


def schedule(m, p):
    return p["Name"], m.client("scheduler").create_schedule(**p)["ScheduleArn"]


def balancer(m, p):
    arn = m.client("elbv2").create_load_balancer(**p)["LoadBalancers"][0]["LoadBalancerArn"]
    return arn, arn


def target_group(m, p):
    arn = m.client("elbv2").create_target_group(**p)["TargetGroups"][0]["TargetGroupArn"]
    return arn, arn


def listener(m, p):
    arn = m.client("elbv2").create_listener(**p)["Listeners"][0]["ListenerArn"]
    return arn, arn


def launch_configuration(m, p):
    m.client("autoscaling").create_launch_configuration(**p)
    return p["LaunchConfigurationName"], ""


def hosts(m, p):
    m.client("autoscaling").create_auto_scaling_group(**p)
    return p["AutoScalingGroupName"], ""


def trail(m, p):
    return p["Name"], m.client("cloudtrail").create_trail(**p)["TrailARN"]


def user(m, p):
    iam = m.client("iam")
    arn = iam.create_user(UserName=p["UserName"])["User"]["Arn"]
    iam.put_user_policy(UserName=p["UserName"], PolicyName=p["PolicyName"], PolicyDocument=json.dumps(p["Policy"]))
    return p["UserName"], arn


def user_group(m, p):
    iam = m.client("iam")
    arn = iam.create_group(GroupName=p["GroupName"])["Group"]["Arn"]
    iam.put_group_policy(GroupName=p["GroupName"], PolicyName=p["PolicyName"], PolicyDocument=json.dumps(p["Policy"]))
    return p["GroupName"], arn


def instance_profile(m, p):
    iam = m.client("iam")
    arn = iam.create_instance_profile(InstanceProfileName=p["InstanceProfileName"])["InstanceProfile"]["Arn"]
    iam.add_role_to_instance_profile(InstanceProfileName=p["InstanceProfileName"], RoleName=p["Role"])
    return p["InstanceProfileName"], arn


def images(m, p):
    """No resource of CloudFormation: pushed images, one for each tag."""
    for tag in p["Tags"]:
        digest = "sha256:" + hashlib.sha256(tag.encode()).hexdigest()
        kind = "application/vnd.docker.distribution.manifest.v2+json"
        config = {"mediaType": "application/vnd.docker.container.image.v1+json", "size": 7023, "digest": digest}
        manifest = {"schemaVersion": 2, "mediaType": kind, "config": config, "layers": []}
        m.client("ecr").put_image(
            repositoryName=p["RepositoryName"], imageManifest=json.dumps(manifest), imageManifestMediaType=kind, imageTag=tag
        )
    return "", ""


def run(m, p):
    """No resource of CloudFormation: a task on its own."""
    ec2 = m.client("ec2")
    place = {
        "subnets": [ec2.describe_subnets()["Subnets"][0]["SubnetId"]],
        "securityGroups": [ec2.describe_security_groups()["SecurityGroups"][0]["GroupId"]],
        "assignPublicIp": "DISABLED",
    }
    made = m.client("ecs").run_task(
        cluster=p["Cluster"], taskDefinition=p["TaskDefinition"], launchType="FARGATE",
        networkConfiguration={"awsvpcConfiguration": place},
    )["tasks"]
    return made[0]["taskArn"], made[0]["taskArn"]


MAKERS = {
    "AWS::AutoScaling::AutoScalingGroup": hosts,
    "AWS::AutoScaling::LaunchConfiguration": launch_configuration,
    "AWS::CloudTrail::Trail": trail,
    "AWS::CodeDeploy::Application": application,
    "AWS::CodeDeploy::DeploymentGroup": deployment_group,
    "AWS::EC2::PrefixList": prefix_list,
    "AWS::ElasticLoadBalancingV2::Listener": listener,
    "AWS::ElasticLoadBalancingV2::LoadBalancer": balancer,
    "AWS::ElasticLoadBalancingV2::TargetGroup": target_group,
    "AWS::Events::Rule": rule,
    "AWS::IAM::Group": user_group,
    "AWS::IAM::InstanceProfile": instance_profile,
    "AWS::IAM::User": user,
    "AWS::KMS::Key": key,
    "AWS::KinesisFirehose::DeliveryStream": stream,
    "AWS::Logs::SubscriptionFilter": subscription_filter,
    "AWS::Scheduler::Schedule": schedule,
    "Test::ECR::Images": images,
    "Test::ECS::Run": run,
    "AWS::CloudWatch::Alarm": alarm,
    "AWS::CodeBuild::Project": project,
    "AWS::CodePipeline::Pipeline": pipeline,
    "AWS::EC2::Instance": instance,
    "AWS::EC2::InternetGateway": gateway,
    "AWS::EC2::Route": route,
    "AWS::EC2::RouteTable": table,
    "AWS::EC2::SecurityGroup": group,
    "AWS::EC2::Subnet": subnet,
    "AWS::EC2::SubnetRouteTableAssociation": associate,
    "AWS::EC2::VPC": vpc,
    "AWS::EC2::VPCGatewayAttachment": attach,
    "AWS::ECR::Repository": repository,
    "AWS::ECS::Cluster": cluster,
    "AWS::ECS::Service": service,
    "AWS::ECS::TaskDefinition": task,
    "AWS::IAM::Role": role,
    "AWS::Logs::LogGroup": log_group,
    "AWS::Logs::MetricFilter": metric_filter,
    "AWS::S3::Bucket": bucket,
    "AWS::SNS::Subscription": subscription,
    "AWS::SNS::Topic": topic,
    "AWS::SSM::Document": document,
}

if __name__ == "__main__":
    for stack in json.load(sys.stdin):
        Maker(sys.argv[1], stack["account"], stack["region"]).make(stack["template"])
