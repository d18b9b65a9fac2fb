"""Operations that moto lacks or gets wrong, answered in AWS's shapes with as little as is true of the seeded platform."""

import hashlib
import re


def nothing(**answer):
    return lambda call: answer


def block_public_access_options(call):
    return (
        '<DescribeVpcBlockPublicAccessOptionsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>0</requestId>'
        f"<vpcBlockPublicAccessOptions><awsAccountId>{call.account}</awsAccountId><awsRegion>{call.region}</awsRegion>"
        "<state>default-state</state><internetGatewayBlockMode>off</internetGatewayBlockMode><exclusionsAllowed>allowed"
        "</exclusionsAllowed><managedBy>account</managedBy></vpcBlockPublicAccessOptions>"
        "</DescribeVpcBlockPublicAccessOptionsResponse>"
    )


def ec2_empty(operation, member):
    text = f'<{operation}Response xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>0</requestId><{member}/></{operation}Response>'
    return lambda call: text


def account_public_access_block(call):
    return (
        '<PublicAccessBlockConfiguration xmlns="http://awss3control.amazonaws.com/doc/2018-08-20/"><BlockPublicAcls>true'
        "</BlockPublicAcls><IgnorePublicAcls>true</IgnorePublicAcls><BlockPublicPolicy>true</BlockPublicPolicy>"
        "<RestrictPublicBuckets>true</RestrictPublicBuckets></PublicAccessBlockConfiguration>"
    )


def deployment_groups(call):
    """BatchGetDeploymentGroups by moto's own GetDeploymentGroup."""
    from moto.codedeploy.models import codedeploy_backends

    backend = codedeploy_backends[call.account][call.region]
    application = call.request.get("applicationName")
    known = backend.deployment_groups.get(application, {})
    wanted = call.request.get("deploymentGroupNames", [])
    return {"deploymentGroupsInfo": [known[name].to_dict() for name in wanted if name in known]}


def service_setting(call):
    setting = call.request.get("SettingId", "")
    return {
        "ServiceSetting": {
            "SettingId": setting,
            "SettingValue": "$None" if setting.endswith("-role") else "standard",
            "LastModifiedDate": 0,
            "LastModifiedUser": "System",
            "ARN": f"arn:aws:ssm:{call.region}:{call.account}:servicesetting{setting}",
            "Status": "Default",
        }
    }


def capacity_providers(call):
    """Without names moto fails; AWS tells the two of Fargate and the account's own."""
    if call.request.get("capacityProviders"):
        return None
    arn = f"arn:aws:ecs:{call.region}:{call.account}:capacity-provider"
    return {
        "capacityProviders": [
            {"capacityProviderArn": f"{arn}/{name}", "name": name, "status": "ACTIVE", "tags": []}
            for name in ("FARGATE", "FARGATE_SPOT")
        ],
        "failures": [],
    }


# The effective settings of an account that nobody changed; moto tells only those that were put.
SETTINGS = {
    "awsvpcTrunking": "disabled", "containerInsights": "disabled", "containerInstanceLongArnFormat": "enabled",
    "defaultLogDriverMode": "non-blocking", "dualStackIPv6": "enabled", "fargateFIPSMode": "disabled",
    "fargateTaskRetirementWaitPeriod": "7", "guardDutyActivate": "off", "serviceLongArnFormat": "enabled",
    "tagResourceAuthorization": "off", "taskLongArnFormat": "enabled",
}


def account_settings(call):
    from moto.ecs.models import ecs_backends

    if not call.request.get("effectiveSettings"):
        return None
    put = {setting.name: setting.value for setting in ecs_backends[call.account][call.region].account_settings.values()}
    principal = f"arn:aws:iam::{call.account}:root"
    settings = [
        {"name": name, "value": put.get(name, value), "principalArn": principal, "type": "user"}
        for name, value in SETTINGS.items()
    ]
    start = int(call.request.get("nextToken") or 0)
    size = min(call.request.get("maxResults", 10), 10)
    more = {"nextToken": str(start + size)} if start + size < len(settings) else {}
    return {"settings": settings[start:start + size], **more}


def located(request):
    """moto wants locations even where AWS takes none."""
    for part in ("source", "artifacts"):
        if request.get(part, {}).get("type") == "CODEPIPELINE":
            request[part]["location"] = "pipeline"
    return request


def not_located(answer):
    for project in answer.get("projects", []):
        for part in ("source", "artifacts"):
            if project.get(part, {}).get("location") == "pipeline":
                del project[part]["location"]
    return answer


def whole_service(call, answer):
    """moto's CreateService drops what UpdateService keeps."""
    from moto.ecs.models import ecs_backends

    request, service = call.request, answer.get("service")
    if service is None:
        return answer
    kept = {
        "deployment_configuration": "deploymentConfiguration", "enable_execute_command": "enableExecuteCommand",
        "platform_version": "platformVersion",
    }
    known = ecs_backends[call.account][call.region].services[f"{service['clusterArn'].split('/')[-1]}:{service['serviceName']}"]
    for attribute, member in kept.items():
        if request.get(member) is not None:
            setattr(known, attribute, request[member])
    return answer


def revised(call, answer):
    """Services tell the revision that runs; moto knows none."""
    for service in answer.get("services", []):
        arn = service["serviceArn"].replace(":service/", ":service-revision/") + "/1"
        service["currentServiceRevisions"] = [
            {"arn": arn, "requestedTaskCount": service["desiredCount"], "runningTaskCount": service["desiredCount"],
             "pendingTaskCount": 0}
        ]
    return answer


def service_revisions(call):
    from moto.ecs.models import ecs_backends

    backend = ecs_backends[call.account][call.region]
    revisions = []
    for arn in call.request["serviceRevisionArns"]:
        _, cluster, name, _ = arn.rsplit("/", 3)
        service = backend.services[f"{cluster}:{name}"]
        task = backend.describe_task_definition(service.task_definition)
        revisions.append({
            "serviceRevisionArn": arn, "serviceArn": service.arn, "clusterArn": service.cluster_arn,
            "taskDefinition": service.task_definition, "launchType": "FARGATE", "createdAt": 1700000000,
            "containerImages": [
                {"containerName": each["name"], "image": each["image"],
                 "imageDigest": "sha256:" + hashlib.sha256(each["image"].encode()).hexdigest()}
                for each in task.container_definitions
            ],
        })
    return {"serviceRevisions": revisions, "failures": []}


def scanned(call, answer):
    """moto forgets what the repository was created with."""
    from moto.ecr.models import ecr_backends

    repositories = ecr_backends[call.account][call.region].repositories
    for each in answer.get("scanningConfigurations", []):
        on_push = repositories[each["repositoryName"]].image_scanning_configuration.get("scanOnPush", False)
        each.update(scanOnPush=on_push, scanFrequency="SCAN_ON_PUSH" if on_push else "MANUAL")
    return answer


def not_associated(call, text):
    """An interface without a public address has no association; moto tells an empty one."""
    return re.sub(r"<association\s*/>|<association>\s*</association>", "", text)


def whole_memory(request):
    """moto runs tasks only of containers with memory of their own; AWS takes the task's."""
    for container in request.get("containerDefinitions", []):
        container.setdefault("memory", int(request.get("memory", 512)))
    return request


# What is put right in requests before moto sees them, and in its answers.
BEFORE = {
    "codebuild:CreateProject": located, "codebuild:UpdateProject": located, "ecs:RegisterTaskDefinition": whole_memory,
}
AFTER = {
    "codebuild:BatchGetProjects": lambda call, answer: not_located(answer),
    "codebuild:CreateProject": lambda call, answer: not_located({"projects": [answer["project"]]}) and answer,
    "ec2:DescribeInstances": not_associated,
    "ecr:BatchGetRepositoryScanningConfiguration": scanned,
    "ecs:CreateService": whole_service,
    "ecs:DescribeServices": revised,
}


STAND_INS = {
    "codecommit:ListRepositories": nothing(repositories=[]),
    "codecommit:ListAssociatedApprovalRuleTemplatesForRepository": nothing(approvalRuleTemplateNames=[]),
    "codecommit:ListApprovalRuleTemplates": nothing(approvalRuleTemplateNames=[]),
    "codecommit:ListBranches": nothing(branches=["main"]),
    "codeconnections:ListConnections": nothing(Connections=[]),
    "codedeploy:BatchGetDeploymentGroups": deployment_groups,
    "ec2:DescribeInstanceConnectEndpoints": ec2_empty("DescribeInstanceConnectEndpoints", "instanceConnectEndpointSet"),
    "ec2:DescribeVpcBlockPublicAccessExclusions": ec2_empty(
        "DescribeVpcBlockPublicAccessExclusions", "vpcBlockPublicAccessExclusionSet"
    ),
    "ec2:DescribeVpcBlockPublicAccessOptions": block_public_access_options,
    "ecs:DescribeCapacityProviders": capacity_providers,
    "ecs:DescribeServiceRevisions": service_revisions,
    "ecs:ListAccountSettings": account_settings,
    "ecs:ListServiceDeployments": nothing(serviceDeployments=[]),
    "logs:DescribeAccountPolicies": nothing(accountPolicies=[]),
    "s3:GetAccountPublicAccessBlock": account_public_access_block,
    "ssm:DescribeActivations": nothing(ActivationList=[]),
    "ssm:DescribeInstanceInformation": nothing(InstanceInformationList=[]),
    "ssm:GetServiceSetting": service_setting,
    "xray:GetTraceSegmentDestination": nothing(Destination="XRay", Status="ACTIVE"),
}
